-- 人民调解
-- 依据：《人民调解法》；《人民调解工作若干规定》第33条（一般在一个月内调结）

return workflow "mediation" {
  title = "人民调解",
  basis = "《人民调解法》第17–33条",
  applicant = { person, organisation },

  params = {
    ["med.term"] = 30,            -- 调解期限
    ["med.confirm_window"] = 30,  -- 第33条：自调解协议生效之日起30日内共同申请司法确认
  },

  form = {
    choice "dispute" { label = "纠纷类型", required = true, options = from_table "disputes" },
    text "facts" { label = "争议事实和请求", required = true, max = 4000 },
    text "other_party" { label = "对方当事人", max = 100, sensitive = true, purpose = "征求调解意愿" },
    money "amount" { label = "涉及金额" },
    text "agreement" { label = "协议内容", max = 8000, hint = "当事人、事实、责任、履行的内容、方式和期限（第29条）" },
    date "effective_on" { label = "协议生效日" },
    bool "confirm" { label = "双方要求司法确认" },
    bool "identity_relation" { label = "涉及身份、收养、婚姻关系", basis = "法释〔2011〕5号：不予确认的范围" },
    choice "applied_by" {
      label = "司法确认申请人", basis = "《人民调解法》第33条：双方共同申请",
      options = { { value = "both", label = "双方共同" } }, hint = "只有一方申请的，法院不予受理",
    },
  },

  materials = {
    material "identity" { label = "身份证明", shared = true, required = false },
  },

  clock = {
    statutory = days(param "med.term"),
    ends = { "sealed", "oral", "failed", "not_mediated", "police", "not_accepted" },
    basis = "《人民调解工作若干规定》第33条",
  },

  labels = {
    accept = "受理", not_ours = "不属调解范围", refused = "一方不愿调解", written = "达成书面协议",
    oral = "达成口头协议", failed = "调解不成", danger = "有现实危险", sealed = "签章齐全", applied = "双方共同申请",
    confirmed = "裁定有效", not_confirmed = "不予确认", timeout = "逾期未申请",
  },

  steps = {
    task "register" {
      title = "登记", by = duty("mediation", { role = "mediator" }),
      on = { accept = "consent", not_ours = "not_accepted" },
    },
    -- 第17条：当事人一方明确拒绝调解的，不得调解。
    task "consent" {
      title = "征求双方意愿", basis = "《人民调解法》第17条", by = duty("mediation", { role = "mediator" }),
      edits = { "other_party" }, on = { agreed = "mediate", refused = "not_mediated" },
    },
    task "mediate" {
      title = "调解", basis = "《人民调解法》第20–25条", by = duty("mediation", { role = "mediator" }),
      edits = { "agreement", "effective_on", "confirm", "amount", "identity_relation" },
      on = { written = "seal", oral = "oral", failed = "failed", danger = "police" },
    },
    -- 第29条：自各方签名、盖章或者按指印，调解员签名并加盖委员会印章之日起生效。
    task "seal" {
      title = "签字盖章生效", basis = "《人民调解法》第29条", by = duty("mediation", { role = "mediator" }),
      edits = { "effective_on", "confirm" }, needs = { "agreement", "effective_on" }, on = { sealed = "sealed" },
    },
    decide "sealed" {
      title = "是否申请司法确认", basis = "《人民调解法》第33条",
      branches = {
        { when = function(form) return form.identity_relation == true and form.confirm == true end, to = "not_confirmable" },
        { when = function(form) return form.confirm == true end, to = "confirmation" },
        { to = "agreed" },
      },
    },
    wait "confirmation" {
      title = "等待共同申请司法确认", basis = "《人民调解法》第33条", message = "confirmation_applied",
      within = days(param "med.confirm_window", { since = "effective_on" }), edits = { "applied_by" }, needs = { "applied_by" },
      notice = "confirmation_guide", on = { applied = "court", timeout = "window_over" },
    },
    -- 协议仍然有效；一方不履行的，另一方可以起诉（第32条）。
    effect "window_over" {
      title = "告知期限已过，可以起诉", basis = "《人民调解法》第32、33条", notice = "routes_notice", next = "agreed",
      payload = { reason = "confirmation_window_over", route = "lawsuit" },
    },
    effect "not_confirmable" {
      title = "告知不属于司法确认范围", basis = "法释〔2011〕5号：身份、收养、婚姻关系不予确认", notice = "routes_notice", next = "agreed",
      payload = { reason = "identity_relation", route = "lawsuit" },
    },
    wait "court" {
      title = "法院审查", message = "court_decided",
      on = { confirmed = "confirmed", not_confirmed = "not_confirmed" },
    },

    finish "agreed" { title = "达成书面协议", result = "agreed", notice = "mediation_agreement" },
    finish "oral" { title = "达成口头协议", result = "agreed_oral" },
    finish "confirmed" { title = "司法确认", result = "confirmed" },
    finish "not_confirmed" { title = "法院未予确认", result = "not_confirmed", notice = "routes_notice" },
    -- 第26条：调解不成的，终止调解，并告知可以通过仲裁、行政、司法等途径维护权利。
    finish "failed" { title = "调解不成", result = "failed", notice = "routes_notice" },
    finish "not_mediated" { title = "一方拒绝调解", result = "not_mediated", notice = "routes_notice" },
    finish "police" { title = "报告公安机关", result = "reported", notice = "police_report" },
    finish "not_accepted" { title = "不属于人民调解范围", result = "not_accepted", notice = "routes_notice" },
  },
}

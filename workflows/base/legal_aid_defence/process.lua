-- 通知辩护、通知代理：办案机关通知法律援助机构指派，无须申请，不审查经济困难
-- 依据：《法律援助法》第25、26、28、36条；《办理法律援助案件程序规定》（下称程序规定）第24–27条

return workflow "legal_aid_defence" {
  title = "通知辩护",
  basis = "《法律援助法》第25、28、36条",
  applicant = { organisation },

  params = {
    ["la.assign"] = 3,              -- 第36条：收到通知之日起3日内指派
    ["la.custody_warning"] = 72,    -- 羁押案件的内部提醒（小时）
    ["la.sign"] = 5,                -- 程序规定第27条
    ["la.close"] = 30, ["la.pay"] = 30,
    ["la.lawyer_min_years"] = 3,    -- 第26条
  },

  form = {
    text "organ" { label = "通知机关", required = true, max = 100 },
    text "notice_no" { label = "通知文号", required = true, max = 60 },
    choice "ground" { label = "通知情形", required = true, options = from_table "defence_grounds", basis = "第25、28条" },
    choice "stage" {
      label = "阶段", options = { { value = "investigation", label = "侦查" }, { value = "prosecution", label = "审查起诉" },
                                  { value = "trial", label = "审判" } },
    },
    bool "custody" { label = "被羁押" },
    text "lawyer" { label = "承办人员", max = 60 },
    -- 不合条件的人员不能指派，另行指派也一样；指派期限照常计算。
    integer "lawyer_years" {
      label = "承办人员执业年限", min = 0, max = 70, basis = "《法律援助法》第26条",
      valid = function(form)
        local serious = form.ground == "life_or_death" or form.ground == "death_review"
        local short = serious and form.lawyer ~= nil and (form.lawyer_years or 0) < param "la.lawyer_min_years"
        return not short or "可能判处无期徒刑、死刑以及死刑复核案件，须执业三年以上"
      end,
    },
    bool "knows_minors" {
      label = "熟悉未成年人身心特点", basis = "程序规定第26条",
      valid = function(form)
        return not (form.lawyer ~= nil and form.ground == "minor" and form.knows_minors ~= true) or "未成年人案件，须熟悉其身心特点"
      end,
    },
    date "closed_on" { label = "结案日" },
    text "opinion" { label = "意见", max = 2000 },
  },

  clock = { statutory = days(param "la.assign"), ends = { "tell_organ", "returned" }, basis = "《法律援助法》第36条" },

  labels = {
    ours = "属本机构", signed = "手续办妥", refused = "拒绝辩护", reassign = "另行指派", own_lawyer = "自行委托",
    closed = "已结案", handed_in = "已交卷",
  },

  steps = {
    task "receive" {
      title = "收件核对", by = role "window", reasons = { "not_ours" }, on = { ours = "custody", not_ours = "returned" },
    },
    -- 被羁押的不宜拖到法定最后一日：七十二小时内部时限昼夜连续计算，到时亮红灯，不影响法定期限。
    decide "custody" {
      title = "是否羁押",
      branches = { { when = function(form) return form.custody == true end, to = "assign_soon" }, { to = "assign" } },
    },
    task "assign_soon" {
      title = "指派（羁押案件）", basis = "《法律援助法》第26、36条；内部时限", by = duty("legal_aid", { role = "handler" }),
      within = hours(param "la.custody_warning"), edits = { "lawyer", "lawyer_years", "knows_minors" },
      needs = { "lawyer", "lawyer_years" }, on = { assigned = "tell_organ" },
    },
    task "assign" {
      title = "指派", basis = "《法律援助法》第26、36条", by = duty("legal_aid", { role = "handler" }),
      edits = { "lawyer", "lawyer_years", "knows_minors" }, needs = { "lawyer", "lawyer_years" }, on = { assigned = "tell_organ" },
    },
    effect "tell_organ" {
      title = "函告通知机关", basis = "《法律援助法》第36条", notice = "assignment_reply",
      payload = function(form) return { lawyer = form.lawyer } end, next = "meeting",
    },
    task "meeting" {
      title = "会见、办理委托手续", basis = "程序规定第27条", by = duty("legal_aid", { role = "lawyer" }),
      within = days(param "la.sign"), on = { signed = "handling", refused = "refusal" },
    },
    -- 当事人拒绝援助律师：应当通知辩护的，查明原因，另行指派。
    task "refusal" {
      title = "查明拒绝原因", by = duty("legal_aid", { role = "reviewer" }), reasons = { "reassign", "own_lawyer" },
      on = { reassign = "assign_again", own_lawyer = "ended" },
    },
    task "assign_again" {
      title = "另行指派", basis = "《法律援助法》第36条", by = duty("legal_aid", { role = "handler" }), within = days(param "la.assign"),
      edits = { "lawyer", "lawyer_years", "knows_minors" }, needs = { "lawyer" }, on = { assigned = "handling" },
    },
    task "handling" {
      title = "办理", basis = "《法律援助法》第46条", by = duty("legal_aid", { role = "lawyer" }), edits = { "closed_on" },
      reasons = { "own_lawyer" }, on = { closed = "hand_in", own_lawyer = "ended" },
    },
    task "hand_in" {
      title = "提交案卷", by = duty("legal_aid", { role = "lawyer" }), within = days(param "la.close"), on = { handed_in = "pay" },
    },
    task "pay" {
      title = "支付补贴", basis = "《法律援助法》第52条", by = duty("legal_aid", { role = "handler" }), within = days(param "la.pay"),
      on = { paid = "closed" },
    },

    finish "closed" { title = "结案归档", result = "defended" },
    finish "ended" { title = "自行委托，终止援助", result = "terminated", notice = "termination_letter" },
    finish "returned" { title = "退回通知机关", result = "returned", notice = "returned_notice" },
  },
}

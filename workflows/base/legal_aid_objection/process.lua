-- 对不予援助、终止援助决定的异议：由设立法律援助机构的司法行政部门审查
-- 依据：《法律援助法》第49条；提出异议没有法定期限

return workflow "legal_aid_objection" {
  title = "法律援助异议",
  basis = "《法律援助法》第49条",
  applicant = { person },

  params = {
    ["la.objection"] = 5,           -- 第49条：自收到异议之日起5日内审查
    ["remedy.reconsideration"] = 60,  -- 《行政复议法》：自知道之日起60日
    ["remedy.lawsuit"] = 6,           -- 《行政诉讼法》：自知道之日起6个月
  },

  form = {
    choice "against" {
      label = "对何种决定", required = true,
      options = { { value = "refusal", label = "不予法律援助" }, { value = "termination", label = "终止法律援助" } },
    },
    text "decision_no" { label = "原决定文号", required = true, max = 60 },
    date "served_on" { label = "原决定送达日" },
    text "reasons" { label = "异议理由", required = true, max = 4000 },
    list "application" { label = "原申请", max = 1, hint = "原法律援助申请的表单和材料：{ { form, materials, unit } }" },
    text "opinion" { label = "审查意见", max = 4000 },
  },

  clock = { statutory = days(param "la.objection"), ends = { "correct", "tell_maintained" }, basis = "《法律援助法》第49条" },

  labels = {
    correct = "异议成立，予以改正", maintain = "维持原决定", granted = "给予或者恢复援助", done = "重新办理完毕",
  },

  steps = {
    task "examine" {
      title = "审查异议", basis = "《法律援助法》第49条", by = duty("justice", { role = "reviewer" }), edits = { "opinion" },
      adverse = { "maintain" }, reasons = { "correct" }, on = { correct = "correct", maintain = "tell_maintained" },
    },
    effect "correct" { title = "责令改正", basis = "《法律援助法》第49条", notice = "correction_order", next = "regrant" },
    task "regrant" {
      title = "给予或者恢复援助", by = duty("legal_aid", { role = "reviewer" }), on = { granted = "aid" },
    },
    -- 给予援助的决定重新起算指派期限；原申请的内容不再重填。
    call "aid" {
      title = "重新办理", process = "legal_aid", wait = "none", on = { done = "corrected" },
      each = function(form)
        local original = (form.application or {})[1] or {}
        local again = {}
        for name, value in pairs(original.form or {}) do again[name] = value end
        again.corrected = true
        return { { form = again, materials = original.materials, unit = original.unit, title = "责令改正后给予法律援助" } }
      end,
    },
    effect "tell_maintained" {
      title = "送达维持决定，告知复议和诉讼", basis = "《法律援助法》第49条", notice = "maintained_letter", next = "maintained",
      payload = function()
        return { remedy = "reconsideration", reconsideration_days = param "remedy.reconsideration", lawsuit_months = param "remedy.lawsuit" }
      end,
    },
    finish "corrected" { title = "已改正", result = "corrected" },
    finish "maintained" { title = "维持原决定", result = "maintained", remedy = "reconsideration" },
  },
}

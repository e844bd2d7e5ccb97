-- 第四步：三位楼长会签，同时通知物业；两边都好了才施工
return workflow "handrail" {
  title = "家门口装扶手",
  applicant = { person },
  params = { ["handrail.term"] = 10, ["handrail.sign"] = 3 },
  form = {
    text "place" { label = "地址", required = true, max = 200 },
    text "survey" { label = "管线情况", max = 1000 },
    list "wardens" { label = "楼长", required = true, min = 1, max = 9, of = "text" },
  },
  clock = { statutory = workdays(param "handrail.term") },
  steps = {
    task "accept" { title = "受理", by = role "handler", on = { complete = "prepare" } },
    fork "prepare" { title = "同时准备", to = { "sign", "pipes" }, join = "ready" },
    task "sign" {
      title = "楼长会签", within = workdays(param "handrail.sign"),
      each = function(form) return form.wardens end, mode = "all",
      by = function(_, case, item) return { unit = case.unit, role = "warden", user = item } end,
      on = { agree = "ready", disagree = "ready" },
    },
    task "pipes" {
      title = "物业查管线", by = role "property", edits = { "survey" }, needs = { "survey" }, on = { done = "ready" },
    },
    join "ready" { title = "都好了", next = "decide" },
    -- 对居民不利的决定须由人作出：会签结果只是建议。
    task "decide" {
      title = "决定", by = role "handler", adverse = { "refuse" },
      propose = function(_, case)
        return case.outcomes.sign == "agree" and "build" or "refuse"
      end,
      on = { build = "build", refuse = "refused" },
    },
    task "build" { title = "施工", by = role "property", on = { done = "installed" } },
    finish "installed" { title = "已安装", result = "installed" },
    finish "refused" { title = "不予安装", result = "refused", remedy = "可以向街道申请复核" },
  },
}

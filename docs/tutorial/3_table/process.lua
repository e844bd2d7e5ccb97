-- 第三步：补不补助由表格决定，经办人确认；改补助标准只改表格，不改程序
return workflow "handrail" {
  title = "家门口装扶手",
  applicant = { person },
  params = { ["handrail.term"] = 10 },
  form = {
    text "place" { label = "地址", required = true, max = 200 },
    integer "floor" { label = "住几楼", required = true, min = 1, max = 40 },
    integer "age" { label = "年龄", required = true, min = 0, max = 130 },
    text "found" { label = "查看情况", max = 1000 },
  },
  clock = { statutory = workdays(param "handrail.term") },
  steps = {
    task "look" {
      title = "上门查看", by = role "handler", edits = { "found" }, needs = { "found" },
      propose = decision "handrail_subsidy", adverse = { "refuse" },
      on = { install = "installed", self_paid = "installed", refuse = "refused" },
    },
    finish "installed" { title = "已安装", result = "installed" },
    finish "refused" { title = "不予安装", result = "refused", remedy = "可以向街道申请复核" },
  },
}

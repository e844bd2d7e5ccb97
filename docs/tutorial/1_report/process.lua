-- 家门口装扶手：居民申请，社区上门查看，决定装不装
return workflow "handrail" {
  title = "家门口装扶手",
  applicant = { person },
  form = {
    text "place" { label = "地址", required = true, max = 200 },
    integer "floor" { label = "住几楼", required = true, min = 1, max = 40 },
    text "found" { label = "查看情况", max = 1000 },
  },
  steps = {
    task "look" {
      title = "上门查看", by = role "handler", edits = { "found" }, needs = { "found" },
      on = { install = "installed", refuse = "refused" },
    },
    finish "installed" { title = "已安装", result = "installed" },
    finish "refused" { title = "不予安装", result = "refused", remedy = "可以向街道申请复核" },
  },
}

-- 第二步：十个工作日内办完；材料不全一次性告知，等居民补齐的几天不算
return workflow "handrail" {
  title = "家门口装扶手",
  applicant = { person },
  params = { ["handrail.term"] = 10, ["handrail.supplement"] = 5 },
  form = {
    text "place" { label = "地址", required = true, max = 200 },
    integer "floor" { label = "住几楼", required = true, min = 1, max = 40 },
    text "found" { label = "查看情况", max = 1000 },
  },
  materials = {
    material "identity" { label = "身份证明" },
    material "consent" { label = "同楼道邻居同意书", may_follow = true },
  },
  clock = { statutory = workdays(param "handrail.term"), pauses = { "supplement" } },
  steps = {
    task "accept" {
      title = "受理", by = role "handler", on = { complete = "look", missing = "supplement" },
    },
    wait "supplement" {
      title = "等居民补齐材料", of = applicant, within = workdays(param "handrail.supplement"), once = true,
      notice = "supplement_notice", on = { supplied = "look", timeout = "withdrawn" },
    },
    task "look" {
      title = "上门查看", by = role "handler", edits = { "found" }, needs = { "found" },
      on = { install = "installed", refuse = "refused" },
    },
    finish "installed" { title = "已安装", result = "installed" },
    finish "refused" { title = "不予安装", result = "refused", remedy = "可以向街道申请复核" },
    finish "withdrawn" { title = "视为撤回", result = "withdrawn" },
  },
}

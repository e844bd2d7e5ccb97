-- 楼道堆物清理：网格员上报，社区三个工作日内清理，清不动的报街道
return workflow "clear_stairs" {
  title = "楼道堆物清理",
  params = { ["stairs.clear"] = 3 },
  form = {
    text "place" { label = "地点", required = true, max = 200 },
    text "found" { label = "发现", required = true, max = 1000 },
    text "done" { label = "处理结果", max = 1000 },
  },
  clock = { statutory = workdays(param "stairs.clear"), basis = "社区公约第5条" },
  steps = {
    task "clear" {
      title = "社区清理", by = role "handler", edits = { "done" }, needs = { "done" },
      on = { cleared = "closed", refused = "street" },
    },
    task "street" { title = "街道处置", by = role("handler", { at = "street" }), on = { cleared = "closed" } },
    finish "closed" { title = "办结", result = "cleared" },
  },
}

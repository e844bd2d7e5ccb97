-- 受理后五步办结；其中一步由规则分流。
return workflow "bench_six" {
  title = "路灯报修",
  form = {
    choice "kind" { label = "类别", options = { "lamp", "road", "water" } },
    integer "households" { label = "影响户数" },
    text "body" { label = "内容", max = 2000 },
  },
  clock = { statutory = days(7) },
  steps = {
    task "accept" { title = "受理", by = role "handler", on = { complete = "route" } },
    decide "route" { title = "分流", branches = {
      { when = function(form) return form.kind == "water" and form.households > 500 end, to = "urgent" },
      { to = "dispatch" },
    } },
    task "urgent" { title = "急件", by = role "handler", on = { send = "handle" } },
    task "dispatch" { title = "派单", by = role "handler", on = { send = "handle" } },
    task "handle" { title = "处理", by = role "handler", on = { done = "check" } },
    task "check" { title = "核查", by = role "handler", on = { pass = "call" } },
    task "call" { title = "回访", by = role "handler", on = { satisfied = "closed" } },
    finish "closed" { title = "办结", result = "done" },
  },
}

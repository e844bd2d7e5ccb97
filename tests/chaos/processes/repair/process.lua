-- 三步办理，可退回；中间按规则分流。标记是客户端的请求编号，由它在历史中找到每个命令。
return workflow "chaos_repair" {
  title = "设施报修",
  form = {
    text "mark" { label = "标记", max = 64 },
    integer "households" { label = "影响户数" },
  },
  clock = { statutory = days(7) },
  steps = {
    task "accept" { title = "受理", by = role "handler", on = { complete = "route", refuse = "refused" } },
    decide "route" { title = "分流", branches = {
      { when = function(form) return (form.households or 0) > 50 end, to = "urgent" },
      { to = "handle" },
    } },
    task "urgent" { title = "急件", by = role "handler", on = { done = "check" } },
    task "handle" { title = "处理", by = role "handler", on = { done = "check" } },
    task "check" { title = "核查", by = role "handler", on = { pass = "closed", back = "route" } },
    finish "closed" { title = "办结", result = "done" },
    finish "refused" { title = "不予受理", result = "refused" },
  },
}

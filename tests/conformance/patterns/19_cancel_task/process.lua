-- 19 Cancel Task · 撤销任务
-- 含义：撤回一项已开出的任务，别的照常。
-- Means: one step that is open is withdrawn; what else is open goes on.
-- Here: `cancels` of another step names it.

return workflow "cancel_task" {
  title = "撤销任务",
  steps = {
    fork "split" { to = { "inspect", "settle", "watch" } },
    task "inspect" { by = role "handler", on = { done = "report" } },
    task "report" { by = role "handler", on = { done = "ended" } },
    task "settle" { by = role "handler", on = { done = "ended", gone = "drop" } },
    effect "drop" { notice = "inspection_dropped", cancels = { "inspect" }, next = "ended" },
    task "watch" { by = role "handler", on = { done = "ended" } },
    finish "ended" { result = "done", ends = "branch" },
  },
}

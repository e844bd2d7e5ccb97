-- 19 Cancel Task · 撤销任务
-- 含义：撤回一项已开出的任务。
-- Means: a step that is open is withdrawn.
-- Here: `cancels` of another step names it.

return workflow "cancel_task" {
  title = "撤销任务",
  steps = {
    fork "split" { to = { "inspect", "settle" }, join = "both" },
    task "inspect" { by = role "handler", on = { done = "both" } },
    task "settle" { by = role "handler", on = { done = "both", gone = "note" } },
    task "note" { by = role "handler", cancels = { "inspect", "both" }, on = { done = "finished" } },
    join "both" { next = "finished" },
    finish "finished" { result = "done" },
  },
}

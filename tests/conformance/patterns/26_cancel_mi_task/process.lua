-- 26 Cancel Multiple Instance Task · 撤销多实例
-- 含义：多实例的各个实例一起撤回，答过的不作数。
-- Means: all instances are withdrawn together, and the answers given do not move the case.
-- Here: `cancels` names the step with `each`.

return workflow "cancel_mi_task" {
  title = "撤销多实例",
  steps = {
    fork "split" { to = { "sign", "watch" } },
    task "sign" { by = role "handler", mode = "all", each = { "甲", "乙", "丙" }, on = { agree = "finished" } },
    task "watch" { by = role "handler", cancels = { "sign" }, on = { stop = "stopped" } },
    task "stopped" { by = role "handler", on = { done = "closed" } },
    finish "closed" { result = "stopped" },
    finish "finished" { result = "done", cancels = { "watch", "stopped" } },
  },
}

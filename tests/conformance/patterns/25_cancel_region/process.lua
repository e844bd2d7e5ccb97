-- 25 Cancel Region · 撤销区域
-- 含义：一组步骤一起撤回。
-- Means: a set of steps is withdrawn together, wherever the case is in it.
-- Here: `cancels = { … }` of the step that is left.

return workflow "cancel_region" {
  title = "撤销区域",
  steps = {
    fork "split" { to = { "survey", "watch" } },
    task "survey" { by = role "handler", on = { done = "design" } },
    task "design" { by = role "handler", on = { done = "waiting" } },
    wait "waiting" { message = "permit", on = { come = "finished" } },
    task "watch" { by = role "handler", cancels = { "survey", "design", "waiting" }, on = { stop = "stopped" } },
    task "stopped" { by = role "handler", on = { done = "closed" } },
    finish "closed" { result = "stopped" },
    finish "finished" { result = "done", cancels = { "watch", "stopped" } },
  },
}

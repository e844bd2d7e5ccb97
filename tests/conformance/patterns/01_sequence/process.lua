-- 1 Sequence · 顺序
-- 含义：前一步办完，后一步才开始。
-- Means: a step starts when the one before it is done.
-- Here: `on = { done = "b" }` names the next step.

return workflow "sequence" {
  title = "顺序",
  steps = {
    task "a" { by = role "handler", on = { done = "b" } },
    task "b" { by = role "handler", on = { done = "finished" } },
    finish "finished" { result = "done" },
  },
}

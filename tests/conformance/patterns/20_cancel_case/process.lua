-- 20 Cancel Case · 撤销事项
-- 含义：整件事撤回，什么都不留下。
-- Means: the whole case is withdrawn and nothing of it stays open.
-- Here: the acts `withdraw` and `terminate`, on any running case.

return workflow "cancel_case" {
  title = "撤销事项",
  steps = {
    fork "split" { to = { "a", "b" }, join = "both" },
    task "a" { by = role "handler", on = { done = "both" } },
    wait "b" { message = "answer", on = { come = "both" } },
    join "both" { next = "finished" },
    finish "finished" { result = "done" },
  },
}

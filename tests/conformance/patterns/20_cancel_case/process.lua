-- 20 Cancel Case · 撤销事项
-- 含义：整件事撤回，连同子事项，什么都不留下。
-- Means: the whole case is withdrawn, its child cases with it, and nothing of it stays open.
-- Here: the acts `withdraw` and `terminate`, on any running case; with children `children = "end"`.

return workflow "cancel_case" {
  title = "撤销事项",
  steps = {
    fork "split" { to = { "a", "b", "parts" }, join = "both" },
    task "a" { by = role "handler", on = { done = "both" } },
    wait "b" { message = "answer", on = { come = "both" } },
    call "parts" { process = "part", on = { done = "both" } },
    join "both" { next = "finished" },
    finish "finished" { result = "done" },
  },
}

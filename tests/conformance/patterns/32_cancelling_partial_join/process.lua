-- 32 Cancelling Partial Join · 撤销部分汇合
-- 含义：到了 n 条就走，其余撤回。
-- Means: n of m branches pass and the rest is withdrawn.
-- Here: `join` with `wait_for = 2` and `cancelling = true`.

return workflow "cancelling_partial_join" {
  title = "撤销部分汇合",
  steps = {
    fork "split" { to = { "a", "b", "c" }, join = "first_in" },
    task "a" { by = role "handler", on = { done = "first_in" } },
    task "b" { by = role "handler", on = { done = "first_in" } },
    task "c" { by = role "handler", on = { done = "first_in" } },
    join "first_in" { wait_for = 2, cancelling = true, next = "after" },
    task "after" { by = role "handler", on = { again = "split", done = "finished" } },
    finish "finished" { result = "done" },
  },
}

-- 30 Structured Partial Join · 结构化部分汇合
-- 含义：几条里到了 n 条就走，其余到了不动；到齐后复位。
-- Means: n of m branches pass, the rest moves nothing, and when all have come it is ready anew.
-- Here: `join` with `wait_for = 2`.

return workflow "structured_partial_join" {
  title = "结构化部分汇合",
  steps = {
    fork "split" { to = { "a", "b", "c" }, join = "first_in" },
    task "a" { by = role "handler", on = { done = "first_in" } },
    task "b" { by = role "handler", on = { done = "first_in" } },
    task "c" { by = role "handler", on = { done = "first_in" } },
    join "first_in" { wait_for = 2, next = "after" },
    task "after" { by = role "handler", on = { again = "split", done = "finished" } },
    finish "finished" { result = "done", cancels = { "a", "b", "c", "first_in" } },
  },
}

-- 9 Structured Discriminator · 结构化鉴别器
-- 含义：几条分支里第一条到了就走，其余到了不再引起动作；全部到齐后复位。
-- Means: the first branch passes, what comes later moves nothing, and when all have come it is ready anew.
-- Here: `join` with `wait_for = "any"`.

return workflow "structured_discriminator" {
  title = "结构化鉴别器",
  steps = {
    fork "split" { to = { "a", "b", "c" }, join = "first_in" },
    task "a" { by = role "handler", on = { done = "first_in" } },
    task "b" { by = role "handler", on = { done = "first_in" } },
    task "c" { by = role "handler", on = { done = "first_in" } },
    join "first_in" { wait_for = "any", next = "after" },
    task "after" { by = role "handler", on = { again = "split", done = "finished" } },
    finish "finished" { result = "done", cancels = { "a", "b", "c", "first_in" } },
  },
}

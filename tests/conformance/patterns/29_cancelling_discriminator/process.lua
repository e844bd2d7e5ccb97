-- 29 Cancelling Discriminator · 撤销鉴别器
-- 含义：第一条到了就走，其余撤回（或签）。
-- Means: the first branch passes and the others are withdrawn.
-- Here: `join` with `wait_for = "any"` and `cancelling = true`; for several people of one step `mode = "any"`.

return workflow "cancelling_discriminator" {
  title = "撤销鉴别器",
  steps = {
    fork "split" { to = { "a", "b", "c" }, join = "first_in" },
    task "a" { by = role "handler", on = { done = "first_in" } },
    task "b" { by = role "handler", on = { done = "first_in" } },
    task "c" { by = role "handler", on = { done = "first_in" } },
    join "first_in" { wait_for = "any", cancelling = true, next = "after" },
    task "after" { by = role "handler", on = { again = "split", done = "finished" } },
    finish "finished" { result = "done" },
  },
}

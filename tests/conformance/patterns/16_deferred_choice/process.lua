-- 16 Deferred Choice · 延迟选择
-- 含义：由外界先发生的事决定走哪条路，其余撤回。
-- Means: what happens first outside picks the branch; the others are withdrawn.
-- Here: `fork` to the waits; each `cancels` the others. A single `wait` with several outcomes is the same for one message. A task is chosen when it is answered.

return workflow "deferred_choice" {
  title = "延迟选择",
  steps = {
    fork "open" { to = { "paid", "objected", "late" } },
    wait "paid" { message = "payment", on = { received = "book" }, cancels = { "objected", "late" } },
    wait "objected" { message = "objection", on = { received = "hear" }, cancels = { "paid", "late" } },
    wait "late" { within = days(10), on = { timeout = "remind" }, cancels = { "paid", "objected" } },
    task "book" { by = role "handler", on = { done = "finished" } },
    task "hear" { by = role "handler", on = { done = "finished" } },
    task "remind" { by = role "handler", on = { done = "finished" } },
    finish "finished" { result = "done" },
  },
}

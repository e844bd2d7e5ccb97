-- 17 Interleaved Parallel Routing · 交错并行路由
-- 含义：各步都要做一次，有的先后有规定，但任何时候只做一件。
-- Means: every step is done once, some in a given order, but never two at the same time.
-- Here: `exclusive = { { … } }` over the steps of parallel branches; the order inside a branch is the given one. A task is in hand from its claim (or its answer) on.

return workflow "interleaved_parallel_routing" {
  title = "交错并行路由",
  exclusive = { { "blood", "heart", "lungs" } },
  steps = {
    fork "open" { to = { "blood", "lungs" }, join = "all_in" },
    task "blood" { by = role "handler", on = { done = "heart" } },
    task "heart" { by = role "handler", on = { done = "all_in" } },
    task "lungs" { by = role "handler", on = { done = "all_in" } },
    join "all_in" { next = "finished" },
    finish "finished" { result = "done" },
  },
}

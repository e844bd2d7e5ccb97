-- 2 Parallel Split · 并行分支
-- 含义：一条路分成几条，条条都走。
-- Means: one branch becomes several, and all of them run.
-- Here: `fork` with `to`.

return workflow "parallel_split" {
  title = "并行分支",
  steps = {
    task "start" { by = role "handler", on = { done = "split" } },
    fork "split" { to = { "a", "b" }, join = "all_in" },
    task "a" { by = role "handler", on = { done = "all_in" } },
    task "b" { by = role "handler", on = { done = "all_in" } },
    join "all_in" { next = "finished" },
    finish "finished" { result = "done" },
  },
}

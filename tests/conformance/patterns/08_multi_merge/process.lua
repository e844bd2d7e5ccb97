-- 8 Multi-Merge · 多重合并
-- 含义：每到一条分支，后面的步骤就再做一次。
-- Means: every branch that comes starts what follows once more.
-- Here: `fork` without a join, ways to the same step; `finish` with `ends = "branch"` ends each thread by itself.

return workflow "multi_merge" {
  title = "多重合并",
  steps = {
    fork "split" { to = { "a", "b" } },
    task "a" { by = role "handler", on = { done = "check" } },
    task "b" { by = role "handler", on = { done = "check" } },
    task "check" { by = role "handler", on = { done = "ended" } },
    finish "ended" { result = "done", ends = "branch" },
  },
}

-- 3 Synchronization · 同步汇合
-- 含义：所有分支都到了才往下走。
-- Means: goes on once every incoming branch has come.
-- Here: `join`, which waits for all unless it says otherwise.

return workflow "synchronization" {
  title = "同步汇合",
  steps = {
    fork "split" { to = { "a", "b", "c" }, join = "all_in" },
    task "a" { by = role "handler", on = { done = "all_in" } },
    task "b" { by = role "handler", on = { done = "all_in" } },
    task "c" { by = role "handler", on = { done = "all_in" } },
    join "all_in" { next = "after" },
    task "after" { by = role "handler", on = { done = "finished" } },
    finish "finished" { result = "done" },
  },
}

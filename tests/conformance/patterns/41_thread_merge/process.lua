-- 41 Thread Merge · 线程合并
-- 含义：同一分支的 n 个线程合成一个。
-- Means: n threads of one branch become one.
-- Here: `join` with `threads = 3`.

return workflow "thread_merge" {
  title = "线程合并",
  steps = {
    fork "copies" { to = { "stamp" }, threads = 3 },
    task "stamp" { by = role "handler", on = { done = "bundle" } },
    join "bundle" { threads = 3, next = "after" },
    task "after" { by = role "handler", on = { done = "finished" } },
    finish "finished" { result = "done" },
  },
}

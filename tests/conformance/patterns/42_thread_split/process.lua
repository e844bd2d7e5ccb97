-- 42 Thread Split · 线程分裂
-- 含义：一条分支里开出 n 个线程，各走各的。
-- Means: one branch starts n threads, each going its own way.
-- Here: `fork` with `threads = 3`.

return workflow "thread_split" {
  title = "线程分裂",
  steps = {
    fork "copies" { to = { "stamp" }, threads = 3 },
    task "stamp" { by = role "handler", on = { done = "post" } },
    task "post" { by = role "handler", on = { done = "ended" } },
    finish "ended" { result = "done", ends = "branch" },
  },
}

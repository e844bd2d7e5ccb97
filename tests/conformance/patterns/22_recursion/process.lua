-- 22 Recursion · 递归
-- 含义：流程里开出同一个流程。
-- Means: a process calls itself.
-- Here: `call` with its own name; each level is a case of its own.

return workflow "recursion" {
  title = "递归",
  form = { integer "depth" { min = 0, max = 5 } },
  steps = {
    decide "split" { branches = { { when = function(form) return form.depth > 0 end, to = "parts" }, { to = "work" } } },
    call "parts" { process = "recursion", form = function(form) return { depth = form.depth - 1 } end, on = { done = "gather" } },
    task "work" { by = role "handler", on = { done = "finished" } },
    task "gather" { by = role "handler", on = { done = "finished" } },
    finish "finished" { result = "done" },
  },
}

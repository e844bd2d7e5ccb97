-- 5 Simple Merge · 简单合并
-- 含义：几条路通到同一步，不等待，也不会同时有两条活着。
-- Means: branches meet without waiting; never two of them are alive.
-- Here: several ways that name the same step.

return workflow "simple_merge" {
  title = "简单合并",
  form = { bool "urgent" {} },
  steps = {
    decide "which" { branches = { { when = function(form) return form.urgent == true end, to = "a" }, { to = "b" } } },
    task "a" { by = role "handler", on = { done = "after" } },
    task "b" { by = role "handler", on = { done = "after" } },
    task "after" { by = role "handler", on = { done = "finished" } },
    finish "finished" { result = "done" },
  },
}

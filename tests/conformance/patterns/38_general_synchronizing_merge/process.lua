-- 38 General Synchronizing Merge · 一般同步合并
-- 含义：有循环也一样：看整个事项还会不会有分支来。
-- Means: the same with loops: looks at the whole state for what can still come.
-- Here: `join` with `wait_for = "synchronising"`; what can still reach it is computed over the whole process.

return workflow "general_synchronizing_merge" {
  title = "一般同步合并",
  form = { bool "water" {}, bool "power" {} },
  steps = {
    select "which" { join = "merged", branches = {
      { when = function(form) return form.water == true end, to = "water" },
      { when = function(form) return form.power == true end, to = "power" },
      { to = "power" },
    } },
    task "water" { by = role "handler", on = { done = "merged", again = "check" } },
    task "check" { by = role "handler", on = { done = "water" } },
    task "power" { by = role "handler", on = { done = "merged", leave = "merged" } },
    join "merged" { wait_for = "synchronising", next = "after" },
    task "after" { by = role "handler", on = { redo = "which", done = "finished" } },
    finish "finished" { result = "done" },
  },
}

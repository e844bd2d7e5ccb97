-- 7 Structured Synchronizing Merge · 结构化同步合并
-- 含义：等前面开了的那些分支，没开的不等，只放行一次。
-- Means: waits for the branches that the matching choice opened, for no others, and passes once.
-- Here: `join` with `wait_for = "synchronising"`, named by the `select`.

return workflow "structured_synchronizing_merge" {
  title = "结构化同步合并",
  form = { bool "water" {}, bool "power" {} },
  steps = {
    select "which" { join = "merged", branches = {
      { when = function(form) return form.water == true end, to = "water" },
      { when = function(form) return form.power == true end, to = "power" },
      { to = "other" },
    } },
    task "water" { by = role "handler", on = { done = "merged" } },
    task "power" { by = role "handler", on = { done = "merged" } },
    task "other" { by = role "handler", on = { done = "merged" } },
    join "merged" { wait_for = "synchronising", next = "after" },
    task "after" { by = role "handler", on = { done = "finished" } },
    finish "finished" { result = "done" },
  },
}

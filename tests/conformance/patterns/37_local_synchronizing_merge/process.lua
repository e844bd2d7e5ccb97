-- 37 Acyclic (Local) Synchronizing Merge · 局部同步合并
-- 含义：不成块的图里也只等还会来的分支。
-- Means: waits for what can still come, in a part that need not be a block and has no loop.
-- Here: `join` with `wait_for = "synchronising"` and written `groups`.

return workflow "local_synchronizing_merge" {
  title = "局部同步合并",
  form = { bool "water" {}, bool "power" {} },
  steps = {
    select "which" { branches = {
      { when = function(form) return form.water == true end, to = "water" },
      { when = function(form) return form.power == true end, to = "power" },
      { to = "other" },
    } },
    task "water" { by = role "handler", on = { done = "merged", also = "both" } },
    fork "both" { to = { "merged", "extra" } },
    task "extra" { by = role "handler", on = { done = "merged" } },
    task "power" { by = role "handler", on = { done = "merged", drop = "merged" } },
    task "other" { by = role "handler", on = { done = "finished" } },
    join "merged" { wait_for = "synchronising", groups = { { "water", "both" }, { "power" }, { "extra" } }, next = "finished" },
    finish "finished" { result = "done" },
  },
}

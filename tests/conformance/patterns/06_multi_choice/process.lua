-- 6 Multi-Choice · 多路选择
-- 含义：按条件走一条或几条路。
-- Means: one or more of the branches, by data.
-- Here: `select` with `branches`; the one without `when` only if no other holds.

return workflow "multi_choice" {
  title = "多路选择",
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
    join "merged" { wait_for = "synchronising", next = "finished" },
    finish "finished" { result = "done" },
  },
}

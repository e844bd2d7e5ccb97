-- 4 Exclusive Choice · 排他选择
-- 含义：按条件只走一条路。
-- Means: exactly one of the branches, by data.
-- Here: `decide` with `branches`, a table, or a rule.

return workflow "exclusive_choice" {
  title = "排他选择",
  form = { integer "amount" {} },
  steps = {
    decide "which" { branches = {
      { when = function(form) return form.amount > 100 end, to = "large" },
      { when = function(form) return form.amount > 10 end, to = "middle" },
      { to = "small" },
    } },
    task "large" { by = role "handler", on = { done = "finished" } },
    task "middle" { by = role "handler", on = { done = "finished" } },
    task "small" { by = role "handler", on = { done = "finished" } },
    finish "finished" { result = "done" },
  },
}

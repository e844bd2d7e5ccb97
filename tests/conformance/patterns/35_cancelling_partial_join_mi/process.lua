-- 35 Cancelling Partial Join for Multiple Instances · 多实例撤销部分汇合
-- 含义：m 个里答了 n 个就走，其余撤回。
-- Means: n of m instances and it goes on; the others are withdrawn.
-- Here: `each` with `wait_for = 2` and `cancelling = true`; by weight `mode = "vote"` (票签).

return workflow "cancelling_partial_join_mi" {
  title = "多实例撤销部分汇合",
  form = { list "experts" {} },
  steps = {
    task "review" { by = role "expert", mode = "all", each = function(form) return form.experts end, wait_for = 2, cancelling = true, on = { fit = "after" } },
    task "after" { by = role "handler", on = { done = "finished" } },
    finish "finished" { result = "done" },
  },
}

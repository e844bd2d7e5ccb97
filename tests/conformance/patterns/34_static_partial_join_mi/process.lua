-- 34 Static Partial Join for Multiple Instances · 多实例静态部分汇合
-- 含义：m 个里答了 n 个就走，其余照办，但不再引起动作。
-- Means: n of m instances and it goes on; the others run on and move nothing.
-- Here: `each` with `mode = "all"` and `wait_for = 2`.

return workflow "static_partial_join_mi" {
  title = "多实例静态部分汇合",
  form = { list "experts" {} },
  steps = {
    task "review" { by = role "expert", mode = "all", each = function(form) return form.experts end, wait_for = 2, on = { fit = "after" } },
    task "after" { by = role "handler", on = { done = "finished" } },
    finish "finished" { result = "done", cancels = { "review" } },
  },
}

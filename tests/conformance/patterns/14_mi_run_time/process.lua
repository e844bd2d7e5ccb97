-- 14 Multiple Instances with a priori Run-Time Knowledge · 多实例：运行时定数
-- 含义：开始前按数据定个数，全部办完才往下走。
-- Means: the number is known from the data before they start; goes on when all are done.
-- Here: `each` with a rule, `mode = "all"`.

return workflow "mi_run_time" {
  title = "多实例：运行时定数",
  form = { list "units" {} },
  steps = {
    task "sign" { by = role "handler", mode = "all", each = function(form) return form.units end, on = { done = "finished" } },
    finish "finished" { result = "done" },
  },
}

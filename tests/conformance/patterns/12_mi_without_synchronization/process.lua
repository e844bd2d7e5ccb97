-- 12 Multiple Instances without Synchronization · 多实例不同步
-- 含义：开出许多个，谁也不等它们。
-- Means: many instances are started and nobody waits for them.
-- Here: `call` with `each` and `wait = "none"`.

return workflow "mi_without_synchronization" {
  title = "多实例不同步",
  form = { list "homes" {} },
  steps = {
    call "notify" { process = "visit", each = function(form) return form.homes end, wait = "none", on = { done = "after" } },
    task "after" { by = role "handler", on = { done = "finished" } },
    finish "finished" { result = "done" },
  },
}

-- 36 Dynamic Partial Join for Multiple Instances · 多实例动态部分汇合
-- 含义：中途可加实例，够不够由每答一次的规则说了算；够了就走，不能再加。
-- Means: instances may be added while running, and a rule looked at after each answer says whether it is enough; then the case goes on and none is added.
-- Here: `each` with `wait_for = function(form, case)`, which sees `case.answers`; instances are added by the act `add_handler` (加签).

return workflow "dynamic_partial_join_mi" {
  title = "多实例动态部分汇合",
  form = { list "experts" {} },
  steps = {
    task "review" { by = role "expert", mode = "all", each = function(form) return form.experts end,
      wait_for = function(form, case)
        local fit = 0
        for _, answer in ipairs(case.answers.review) do
          if answer.outcome == "fit" then fit = fit + 1 end
        end
        return fit >= 2
      end,
      on = { fit = "after", unfit = "after" } },
    task "after" { by = role "handler", on = { done = "finished" } },
    finish "finished" { result = "done", cancels = { "review" } },
  },
}

-- 21 Structured Loop · 结构化循环
-- 含义：一段步骤反复做：先判断再做，或做完再判断。
-- Means: a part is done again and again, tested before or after each round.
-- Here: `decide` before the part (while), or a way back after it (repeat).

return workflow "structured_loop" {
  title = "结构化循环",
  form = { integer "left" { min = 0 } },
  steps = {
    decide "more" { branches = { { when = function(form) return form.left > 0 end, to = "visit" }, { to = "report" } } },
    task "visit" { by = role "handler", edits = { "left" }, on = { done = "more" } },
    task "report" { by = role "handler", on = { again = "report_check", done = "finished" } },
    task "report_check" { by = role "handler", on = { done = "report" } },
    finish "finished" { result = "done" },
  },
}

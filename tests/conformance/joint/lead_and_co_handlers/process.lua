-- 主办、协办：协办各有期限，各答一部分；主办等齐（或其期限届满）后出一个答复。
-- Lead and co-handlers: each has a clock of its own and gives its part; the lead gives one reply when every part is there, or its
-- time has run out.

return workflow "lead_and_co_handlers" {
  title = "主办协办",
  form = { list "departments" {}, text "reply" { label = "答复" } },
  steps = {
    task "handle" { title = "联合办理", by = role "handler", mode = "joint", each = function(form) return form.departments end,
      each_within = workdays(5), edits = { "reply" }, needs = { "reply" },
      on = { replied = "check", not_ours = "returned" } },
    decide "check" { branches = {
      { when = function(form, case)
          for _, answer in ipairs(case.answers.handle) do
            if answer.late then return true end
          end
          return #case.answers.handle < #form.departments
        end, to = "note_late" },
      { to = "finished" },
    } },
    effect "note_late" { title = "通报逾期协办单位", ledger = "co_handler_late", next = "finished" },
    finish "finished" { result = "replied" },
    finish "returned" { result = "returned" },
  },
}

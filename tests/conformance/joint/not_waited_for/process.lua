-- 够数就走，没等到的几位：照答，但什么也不再引起。
-- Enough and the case goes on: those who were not waited for still answer, and move nothing any more, neither by an answer nor otherwise.

return workflow "not_waited_for" {
  title = "够数就走",
  steps = {
    task "draft" { by = role "handler", on = { done = "review" } },
    task "review" { by = role "expert", mode = "all", each = { "甲", "乙", "丙" }, on = { fit = "after" },
      wait_for = function(form, case) return #case.answers.review >= 2 end },
    task "after" { by = role "handler", on = { done = "finished" } },
    finish "finished" { result = "done", cancels = { "draft", "review", "after" } },
  },
}

-- 13 Multiple Instances with a priori Design-Time Knowledge · 多实例：设计时定数
-- 含义：个数写在流程里，全部办完才往下走。
-- Means: the number is fixed in the process; goes on when all are done.
-- Here: `each` with a written list, `mode = "all"`.

return workflow "mi_design_time" {
  title = "多实例：设计时定数",
  steps = {
    task "sign" { by = role "handler", mode = "all", each = { { role = "law" }, { role = "money" }, { role = "plan" } }, on = { agree = "finished", refuse = "refused" } },
    finish "finished" { result = "done" },
    finish "refused" { result = "refused" },
  },
}

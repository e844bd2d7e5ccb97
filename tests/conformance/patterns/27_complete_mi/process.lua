-- 27 Complete Multiple Instance Task · 完成多实例
-- 含义：多实例中途收场：答过的作数，没答的撤回，事项往下走。
-- Means: several instances are closed as they stand: what was answered stands, the rest is withdrawn, and the case goes on.
-- Here: `completes = { "step" }` of the step that closes them; they go on by the outcome `closed`.

return workflow "complete_mi" {
  title = "完成多实例",
  steps = {
    fork "open" { to = { "hear", "clock" }, join = "both" },
    task "hear" { by = role "handler", mode = "all", each = { "甲", "乙", "丙" }, on = { heard = "both", closed = "both" } },
    task "clock" { by = role "handler", completes = { "hear" }, on = { enough = "both", all = "both" } },
    join "both" { next = "decide_it" },
    task "decide_it" { by = role "handler", on = { done = "finished" } },
    finish "finished" { result = "done" },
  },
}

-- 同一会签环节开着两次：各签各的，撤回也只撤自己那一次的。
-- One countersign that is open twice: each has answers of its own, and an answer is taken back from the one it was given to.

return workflow "countersign_twice" {
  title = "两份同时会签",
  steps = {
    fork "copies" { to = { "sign" }, threads = 2 },
    task "sign" { by = role "handler", mode = "all", each = { "甲", "乙" }, on = { agree = "both" } },
    join "both" { threads = 2, next = "after" },
    task "after" { by = role "handler", on = { done = "finished" } },
    finish "finished" { result = "done" },
  },
}

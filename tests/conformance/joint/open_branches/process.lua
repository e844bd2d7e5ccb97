-- 不汇合的分支：退回到分叉之前，各分支一起收回；不能退进别的分支。
-- Branches that never join: a return to before the fork takes all of them back, and none goes into another branch.

return workflow "open_branches" {
  title = "不汇合的分支",
  steps = {
    task "plan" { by = role "handler", on = { done = "split" } },
    fork "split" { to = { "visit", "letter" } },
    task "visit" { by = role "handler", on = { done = "report" } },
    task "report" { by = role "handler", on = { done = "ended" } },
    task "letter" { by = role "handler", on = { done = "post" } },
    call "post" { process = "delivery", on = { done = "ended" } },
    finish "ended" { result = "done", ends = "branch" },
  },
}

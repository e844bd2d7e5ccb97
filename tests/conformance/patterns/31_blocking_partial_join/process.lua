-- 31 Blocking Partial Join · 阻塞部分汇合
-- 含义：到了 n 条就走；复位以前同一分支再来的留到下一轮，到时算数。
-- Means: n of m branches pass; a branch that comes again before the reset is held, and counts in the next round.
-- Here: `join` with `wait_for = 2`: in a round every branch counts once, a second token of a branch waits.

return workflow "blocking_partial_join" {
  title = "阻塞部分汇合",
  steps = {
    fork "split" { to = { "a", "b", "c" }, join = "two_in" },
    task "a" { by = role "handler", on = { done = "two_in", more = "twice" } },
    fork "twice" { to = { "a_again", "two_in" } },
    task "a_again" { by = role "handler", on = { done = "two_in" } },
    task "b" { by = role "handler", on = { done = "two_in", more = "also" } },
    fork "also" { to = { "b_again", "two_in" } },
    task "b_again" { by = role "handler", on = { done = "two_in" } },
    task "c" { by = role "handler", on = { done = "two_in" } },
    join "two_in" { wait_for = 2, groups = { { "a", "twice", "a_again" }, { "b", "also", "b_again" }, { "c" } }, next = "after" },
    task "after" { by = role "handler", on = { go_on = "rest", done = "finished" } },
    task "rest" { by = role "handler", on = { more = "rest", done = "finished" } },
    finish "finished" { result = "done", cancels = { "a", "a_again", "b", "b_again", "c", "twice", "also", "two_in", "after", "rest" } },
  },
}

-- 28 Blocking Discriminator · 阻塞鉴别器
-- 含义：第一条到了就走；复位以前同一分支再来的要等到下一轮。
-- Means: the first branch passes; a branch that comes again before the reset is held for the next round.
-- Here: `join` with `wait_for = "any"`: in a round every branch counts once, a second token of a branch waits.

return workflow "blocking_discriminator" {
  title = "阻塞鉴别器",
  steps = {
    fork "split" { to = { "a", "b" }, join = "first_in" },
    task "a" { by = role "handler", on = { done = "first_in", more = "twice" } },
    fork "twice" { to = { "a_again", "first_in" } },
    task "a_again" { by = role "handler", on = { done = "first_in" } },
    task "b" { by = role "handler", on = { done = "first_in" } },
    join "first_in" { wait_for = "any", groups = { { "a", "twice", "a_again" }, { "b" } }, next = "after" },
    task "after" { by = role "handler", on = { done = "rest", stop = "finished" } },
    task "rest" { by = role "handler", on = { done = "rest", stop = "finished" } },
    finish "finished" { result = "done", cancels = { "a", "a_again", "b", "twice", "first_in", "after", "rest" } },
  },
}

-- 39 Critical Section · 临界区
-- 含义：两段步骤不能同时进行：一段开始了，就要等它全部办完。
-- Means: two parts never run at the same time: once one has begun, the other waits until all of it is done.
-- Here: `exclusive = { { { "a1", "a2" }, { "b1", "b2" } } }`: each member is a part of several steps.

return workflow "critical_section" {
  title = "临界区",
  exclusive = { { { "count_cash", "book_cash" }, { "move_cash", "arrived" } } },
  steps = {
    fork "open" { to = { "count_cash", "move_cash" }, join = "both" },
    task "count_cash" { by = role "handler", on = { done = "book_cash" } },
    task "book_cash" { by = role "handler", on = { done = "both" } },
    task "move_cash" { by = role "handler", on = { done = "arrived" } },
    wait "arrived" { message = "arrival", on = { come = "both" } },
    join "both" { next = "finished" },
    finish "finished" { result = "done" },
  },
}

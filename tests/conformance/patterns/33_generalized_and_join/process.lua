-- 33 Generalized AND-Join · 广义与汇合
-- 含义：各分支到齐才走；同一分支多来的留给下一轮。
-- Means: goes on when every branch has come; what one branch brings too much is kept for the next round.
-- Here: `join`: a second token of a branch waits for the next round.

return workflow "generalized_and_join" {
  title = "广义与汇合",
  steps = {
    fork "split" { to = { "order", "stock" }, join = "pair" },
    task "order" { by = role "handler", on = { done = "pair", more = "another" } },
    fork "another" { to = { "order_two", "pair" } },
    task "order_two" { by = role "handler", on = { done = "pair" } },
    task "stock" { by = role "handler", on = { done = "pair", more = "delivery" } },
    fork "delivery" { to = { "stock_two", "pair" } },
    task "stock_two" { by = role "handler", on = { done = "pair" } },
    join "pair" { groups = { { "order", "another", "order_two" }, { "stock", "delivery", "stock_two" } }, next = "ship" },
    task "ship" { by = role "handler", on = { done = "shipped" } },
    task "shipped" { by = role "handler", on = { more = "shipped", done = "finished" } },
    finish "finished" { result = "done", cancels = { "order", "order_two", "stock", "stock_two", "another", "delivery", "pair", "ship", "shipped" } },
  },
}

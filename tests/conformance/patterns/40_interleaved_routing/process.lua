-- 40 Interleaved Routing · 交错路由
-- 含义：每步都要做一次，先后随意，但任何时候只做一件。
-- Means: every step is done once, in any order, but never two at the same time.
-- Here: `fork` to the steps and `exclusive` over them; all stay in the inbox, and the one that is claimed keeps the others off.

return workflow "interleaved_routing" {
  title = "交错路由",
  exclusive = { { "eyes", "ears", "teeth" } },
  steps = {
    fork "open" { to = { "eyes", "ears", "teeth" }, join = "all_in" },
    task "eyes" { by = role "handler", on = { done = "all_in" } },
    task "ears" { by = role "handler", on = { done = "all_in" } },
    task "teeth" { by = role "handler", on = { done = "all_in" } },
    join "all_in" { next = "finished" },
    finish "finished" { result = "done" },
  },
}

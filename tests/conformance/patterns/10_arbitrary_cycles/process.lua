-- 10 Arbitrary Cycles · 任意循环
-- 含义：循环可以有几个入口、几个出口。
-- Means: loops with more than one way in or out.
-- Here: ways of `on` lead to any step, forwards or backwards.

return workflow "arbitrary_cycles" {
  title = "任意循环",
  steps = {
    task "a" { by = role "handler", on = { done = "b", skip = "c" } },
    task "b" { by = role "handler", on = { done = "c", out = "left" } },
    task "c" { by = role "handler", on = { again = "b", back = "a", done = "finished" } },
    finish "left" { result = "left" },
    finish "finished" { result = "done" },
  },
}

-- 11 Implicit Termination · 隐式终止
-- 含义：没有事可做时整件事才结束，没有指定的终点。
-- Means: the case ends when nothing is left to do, at no named end.
-- Here: `finish` with `ends = "branch"` on every way; the case ends with the last of them.

return workflow "implicit_termination" {
  title = "隐式终止",
  steps = {
    fork "split" { to = { "a", "b" } },
    task "a" { by = role "handler", on = { done = "a_ended" } },
    task "b" { by = role "handler", on = { more = "b", done = "b_ended" } },
    finish "a_ended" { result = "a", ends = "branch" },
    finish "b_ended" { result = "b", ends = "branch" },
  },
}

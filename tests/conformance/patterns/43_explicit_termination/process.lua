-- 43 Explicit Termination · 显式终止
-- 含义：到了指定的终点，整件事结束，还开着的撤回。
-- Means: a named end ends the case, and what is still open is withdrawn.
-- Here: `finish`; `cancels` says what it may leave behind, so that nothing is lost by oversight.

return workflow "explicit_termination" {
  title = "显式终止",
  steps = {
    fork "split" { to = { "a", "b" }, join = "both" },
    task "a" { by = role "handler", on = { done = "both", void = "void" } },
    task "b" { by = role "handler", on = { done = "both" } },
    join "both" { next = "finished" },
    finish "finished" { result = "done" },
    finish "void" { result = "void", cancels = { "b", "both" } },
  },
}

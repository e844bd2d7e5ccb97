-- 18 Milestone · 里程碑
-- 含义：只有事项处在某个状态时才能做；状态过去了就不能再做。
-- Means: a step may be done only while the case is in a state, and not any more when the state is over.
-- Here: `during = { "step" }`: only while that step is open; `on.passed` leads on when it can never be open again.

return workflow "milestone" {
  title = "里程碑",
  steps = {
    fork "open" { to = { "draft", "change" }, join = "both" },
    task "draft" { by = role "handler", on = { done = "published" } },
    wait "published" { message = "contract", on = { signed = "both" } },
    task "change" { by = role "handler", during = { "published" }, on = { changed = "both", passed = "too_late" } },
    task "too_late" { by = role "handler", on = { done = "both" } },
    join "both" { next = "finished" },
    finish "finished" { result = "done" },
  },
}

-- 24 Persistent Trigger · 持久触发
-- 含义：外来信号先到就留着，等到用得上时再用，只用一次。
-- Means: a signal from outside is kept until it can be used, and is used once.
-- Here: `wait` with `persistent = true`; what comes early is kept in the case, the oldest is used first.

return workflow "persistent_trigger" {
  title = "持久触发",
  form = { text "note" {} },
  steps = {
    task "prepare" { by = role "handler", on = { done = "ready" } },
    wait "ready" { message = "go", persistent = true, edits = { "note" }, on = { come = "ship", stop = "stopped" } },
    task "ship" { by = role "handler", on = { again = "ready", done = "finished" } },
    finish "finished" { result = "done" },
    finish "stopped" { result = "stopped" },
  },
}

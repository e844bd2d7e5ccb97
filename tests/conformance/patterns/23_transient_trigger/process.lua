-- 23 Transient Trigger · 瞬时触发
-- 含义：外来信号没人等就丢掉。
-- Means: a signal from outside is lost when nobody waits for it.
-- Here: `wait` with `message`; the sender is told `MESSAGE_NOT_AWAITED` and nothing is kept.

return workflow "transient_trigger" {
  title = "瞬时触发",
  steps = {
    task "prepare" { by = role "handler", on = { done = "ready" } },
    wait "ready" { message = "go", on = { come = "finished" } },
    finish "finished" { result = "done" },
  },
}

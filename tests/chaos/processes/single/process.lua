-- 来访中的一件事项。
return workflow "chaos_single" {
  title = "单步事项",
  steps = {
    task "do" { title = "办理", by = role "handler", on = { done = "closed" } },
    finish "closed" { title = "办结", result = "done" },
  },
}

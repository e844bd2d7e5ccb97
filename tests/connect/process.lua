-- 浏览器客户端测试用的最小流程。
return workflow "connect_test" {
  title = "连接测试",
  steps = {
    task "do" { title = "办理", by = role "handler", on = { done = "closed" } },
    finish "closed" { title = "办结", result = "done" },
  },
}

-- 等一分钟，无人答复就办结。
return workflow "bench_wait" {
  title = "等待答复",
  form = { text "body" { label = "内容", max = 2000 } },
  steps = {
    wait "answer" { title = "等待答复", message = "answered", within = minutes(1), on = { received = "closed", timeout = "lapsed" } },
    finish "closed" { title = "已答复", result = "answered" },
    finish "lapsed" { title = "逾期未答复", result = "lapsed" },
  },
}

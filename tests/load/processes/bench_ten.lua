-- 十步，没有规则。
return workflow "bench_ten" {
  title = "十步",
  form = { text "body" { label = "内容", max = 2000 } },
  clock = { statutory = days(7) },
  steps = {
    task "s1" { title = "一", by = role "handler", on = { ok = "s2" } },
    task "s2" { title = "二", by = role "handler", on = { ok = "s3" } },
    task "s3" { title = "三", by = role "handler", on = { ok = "s4" } },
    task "s4" { title = "四", by = role "handler", on = { ok = "s5" } },
    task "s5" { title = "五", by = role "handler", on = { ok = "s6" } },
    task "s6" { title = "六", by = role "handler", on = { ok = "s7" } },
    task "s7" { title = "七", by = role "handler", on = { ok = "s8" } },
    task "s8" { title = "八", by = role "handler", on = { ok = "s9" } },
    task "s9" { title = "九", by = role "handler", on = { ok = "s10" } },
    task "s10" { title = "十", by = role "handler", on = { ok = "closed", again = "s1" } },
    finish "closed" { title = "办结", result = "done" },
  },
}

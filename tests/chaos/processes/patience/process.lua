-- 三十分钟内无人补正，按撤回处理：只有到期事件能结束它。
return workflow "chaos_patience" {
  title = "等待补正",
  form = { text "mark" { label = "标记", max = 64 } },
  steps = {
    wait "supplement" { title = "补正", of = applicant, within = minutes(30),
      on = { supplied = "withdrawn", timeout = "withdrawn" } },
    finish "withdrawn" { title = "视为撤回", result = "withdrawn" },
  },
}

return {
  scenario "申请人撤回，子事项一并结束" {
    given = {},
    story = {
      { expect = { children = 1 } },
      { act = "complete", task = "a", outcome = "done" },
      { act = "withdraw", by = "window", refused = "CHILDREN_OPEN" },
      { expect = { open = { "b", "parts" }, status = "running" } },
      { act = "withdraw", by = "window", children = "end" },
      { expect = { status = "withdrawn", open = {}, effect = "end_child", no_event = "CaseFinished" } },
      { act = "complete", task = "a", outcome = "done", refused = "CASE_FINISHED" },
      { message = "answer", refused = "CASE_FINISHED" },
    },
  },
  scenario "机关终止要说理由" {
    given = {},
    story = {
      { act = "terminate", children = "end", refused = "REASON_REQUIRED" },
      { expect = { open = { "a", "b", "parts" } } },
      { act = "terminate", children = "end", reason = "申请人下落不明" },
      { expect = { status = "terminated", open = {}, effect = "end_child" } },
    },
  },
  scenario "不撤就照常办结" {
    given = {},
    story = {
      { act = "complete", task = "a", outcome = "done" },
      { message = "answer" },
      { child = 1, result = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

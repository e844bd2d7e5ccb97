return {
  scenario "申请人撤回" {
    given = {},
    story = {
      { act = "complete", task = "a", outcome = "done" },
      { act = "withdraw", by = "window" },
      { expect = { status = "withdrawn", open = {} } },
      { act = "complete", task = "a", outcome = "done", refused = "CASE_FINISHED" },
      { message = "answer", refused = "CASE_FINISHED" },
    },
  },
  scenario "机关终止要说理由" {
    given = {},
    story = {
      { act = "terminate", refused = "REASON_REQUIRED" },
      { expect = { open = { "a", "b" } } },
      { act = "terminate", reason = "申请人下落不明" },
      { expect = { status = "terminated", open = {} } },
    },
  },
  scenario "不撤就照常办结" {
    given = {},
    story = {
      { act = "complete", task = "a", outcome = "done" },
      { message = "answer" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

return {
  scenario "第一个放行，其余撤回" {
    given = {},
    story = {
      { act = "complete", task = "b", outcome = "done" },
      { expect = { open = { "after" }, event = "StepWithdrawn" } },
      { act = "complete", task = "a", outcome = "done", refused = "TASK_NOT_OPEN" },
      { act = "complete", task = "after", outcome = "again" },
      { expect = { open = { "a", "b", "c" } } },
      { act = "complete", task = "c", outcome = "done" },
      { expect = { open = { "after" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "a 先到" {
    given = {},
    story = {
      { act = "complete", task = "a", outcome = "done" },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

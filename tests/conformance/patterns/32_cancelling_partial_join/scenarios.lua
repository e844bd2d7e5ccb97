return {
  scenario "第二个放行，第三个撤回" {
    given = {},
    story = {
      { act = "complete", task = "c", outcome = "done" },
      { expect = { open = { "a", "b" } } },
      { act = "complete", task = "a", outcome = "done" },
      { expect = { open = { "after" }, event = { "JoinPassed", "StepWithdrawn" } } },
      { act = "complete", task = "b", outcome = "done", refused = "TASK_NOT_OPEN" },
      { act = "complete", task = "after", outcome = "again" },
      { expect = { open = { "a", "b", "c" } } },
      { act = "complete", task = "a", outcome = "done" },
      { act = "complete", task = "b", outcome = "done" },
      { expect = { open = { "after" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

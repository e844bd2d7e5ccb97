return {
  scenario "少一个分支都不放行" {
    given = {},
    story = {
      { act = "complete", task = "a", outcome = "done" },
      { act = "complete", task = "c", outcome = "done" },
      { expect = { open = { "b" } } },
      { act = "complete", task = "after", outcome = "done", refused = "TASK_NOT_OPEN" },
      { expect = { no_event = "JoinPassed" } },
      { act = "complete", task = "b", outcome = "done" },
      { expect = { open = { "after" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

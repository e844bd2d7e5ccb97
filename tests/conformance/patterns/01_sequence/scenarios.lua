return {
  scenario "后一步不会先开始" {
    given = {},
    story = {
      { expect = { open = { "a" } } },
      { act = "complete", task = "b", outcome = "done", refused = "TASK_NOT_OPEN" },
      { act = "complete", task = "a", outcome = "done" },
      { expect = { open = { "b" } } },
      { act = "complete", task = "a", outcome = "done", refused = "TASK_NOT_OPEN" },
      { act = "complete", task = "b", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

return {
  scenario "a 来两次不顶两条" {
    given = {},
    story = {
      { act = "complete", task = "a", outcome = "more" },
      { act = "complete", task = "a_again", outcome = "done" },
      { expect = { open = { "b", "c" }, no_event = "JoinPassed" } },
      { act = "complete", task = "b", outcome = "done" },
      { expect = { open = { "after", "c" }, event = "JoinPassed" } },
      { act = "complete", task = "c", outcome = "done" },
      { expect = { open = { "after" }, no_event = "JoinPassed" } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "各来一次" {
    given = {},
    story = {
      { act = "complete", task = "a", outcome = "done" },
      { act = "complete", task = "c", outcome = "done" },
      { expect = { open = { "after", "b" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

return {
  scenario "a 第二次来要等 b 来过" {
    given = {},
    story = {
      { act = "complete", task = "a", outcome = "more" },
      { expect = { open = { "a_again", "after", "b" }, event = "JoinPassed" } },
      { act = "complete", task = "a_again", outcome = "done" },
      { expect = { open = { "after", "b" }, no_event = "JoinPassed" } },
      { act = "complete", task = "b", outcome = "done" },
      { expect = { open = { "after", "after" }, event = "JoinPassed" } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { open = { "after", "rest" } } },
      { act = "complete", task = "rest", outcome = "done" },
      { act = "complete", task = "after", outcome = "stop" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "收尾" {
    given = {},
    story = {
      { act = "complete", task = "a", outcome = "done" },
      { act = "complete", task = "after", outcome = "done" },
      { act = "complete", task = "rest", outcome = "stop" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

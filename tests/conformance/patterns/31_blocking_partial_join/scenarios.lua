return {
  scenario "a、b 再来的留着：c 到了才复位，留着的两条合起来又够一轮" {
    given = {},
    story = {
      { act = "complete", task = "a", outcome = "more" },
      { act = "complete", task = "a_again", outcome = "done" },
      { expect = { open = { "b", "c" }, no_event = "JoinPassed" } },
      { act = "complete", task = "b", outcome = "more" },
      { expect = { open = { "after", "b_again", "c" }, event = "JoinPassed" } },
      { act = "complete", task = "b_again", outcome = "done" },
      { expect = { open = { "after", "c" }, no_event = "JoinPassed" } },
      { act = "complete", task = "c", outcome = "done" },
      { expect = { open = { "after", "after" }, event = "JoinPassed" } },
      { act = "complete", task = "after", outcome = "go_on" },
      { act = "complete", task = "rest", outcome = "more" },
      { expect = { open = { "after", "rest" } } },
      { act = "complete", task = "rest", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "a 来两次不顶两条，留着的一条也不够一轮" {
    given = {},
    story = {
      { act = "complete", task = "a", outcome = "more" },
      { act = "complete", task = "a_again", outcome = "done" },
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

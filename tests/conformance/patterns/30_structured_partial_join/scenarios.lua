return {
  scenario "第二个放行，第三个不动，到齐后又能用" {
    given = {},
    story = {
      { act = "complete", task = "b", outcome = "done" },
      { expect = { open = { "a", "c" } } },
      { act = "complete", task = "a", outcome = "done" },
      { expect = { open = { "after", "c" }, event = "JoinPassed" } },
      { act = "complete", task = "c", outcome = "done" },
      { expect = { open = { "after" }, no_event = "JoinPassed" } },
      { act = "complete", task = "after", outcome = "again" },
      { act = "complete", task = "a", outcome = "done" },
      { expect = { open = { "b", "c" } } },
      { act = "complete", task = "b", outcome = "done" },
      { expect = { open = { "after", "c" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

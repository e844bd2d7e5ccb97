return {
  scenario "第一个放行，其余到了不动；到齐后又能用" {
    given = {},
    story = {
      { act = "complete", task = "b", outcome = "done" },
      { expect = { open = { "a", "after", "c" } } },
      { act = "complete", task = "a", outcome = "done" },
      { expect = { open = { "after", "c" } } },
      { expect = { no_event = "JoinPassed" } },
      { act = "complete", task = "c", outcome = "done" },
      { expect = { open = { "after" } } },
      { act = "complete", task = "after", outcome = "again" },
      { expect = { open = { "a", "b", "c" } } },
      { act = "complete", task = "a", outcome = "done" },
      { expect = { open = { "after", "b", "c" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

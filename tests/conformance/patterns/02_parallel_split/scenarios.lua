return {
  scenario "两条路同时开，先后随意" {
    given = {},
    story = {
      { expect = { open = { "start" } } },
      { act = "complete", task = "start", outcome = "done" },
      { expect = { open = { "a", "b" } } },
      { act = "complete", task = "b", outcome = "done" },
      { expect = { open = { "a" } } },
      { act = "complete", task = "a", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

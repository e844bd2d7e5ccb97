return {
  scenario "从 a 来" {
    given = { form = { urgent = true } },
    story = {
      { act = "complete", task = "a", outcome = "done" },
      { expect = { open = { "after" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "从 b 来，不等 a" {
    given = {},
    story = {
      { expect = { open = { "b" } } },
      { act = "complete", task = "b", outcome = "done" },
      { expect = { open = { "after" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

return {
  scenario "从第二个入口进，从中间出" {
    given = {},
    story = {
      { act = "complete", task = "a", outcome = "skip" },
      { expect = { open = { "c" } } },
      { act = "complete", task = "c", outcome = "again" },
      { expect = { open = { "b" } } },
      { act = "complete", task = "b", outcome = "out" },
      { expect = { status = "finished", result = "left" } },
    },
  },
  scenario "绕几圈再办结" {
    given = {},
    story = {
      { act = "complete", task = "a", outcome = "done" },
      { act = "complete", task = "b", outcome = "done" },
      { act = "complete", task = "c", outcome = "back" },
      { act = "complete", task = "a", outcome = "done" },
      { act = "complete", task = "b", outcome = "done" },
      { act = "complete", task = "c", outcome = "again" },
      { act = "complete", task = "b", outcome = "done" },
      { expect = { open = { "c" } } },
      { act = "complete", task = "c", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

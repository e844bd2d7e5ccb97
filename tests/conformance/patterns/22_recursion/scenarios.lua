return {
  scenario "最深一层自己办" {
    given = { form = { depth = 0 } },
    story = {
      { expect = { open = { "work" }, children = 0 } },
      { act = "complete", task = "work", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "上一层等下一层" {
    given = { form = { depth = 2 } },
    story = {
      { expect = { open = { "parts" }, children = 1 } },
      { act = "complete", task = "gather", outcome = "done", refused = "TASK_NOT_OPEN" },
      { child = 1, result = "done" },
      { expect = { open = { "gather" } } },
      { act = "complete", task = "gather", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

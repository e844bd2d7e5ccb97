return {
  scenario "一条分支完了，另一条照常" {
    given = {},
    story = {
      { act = "complete", task = "a", outcome = "done" },
      { expect = { open = { "b" }, status = "running", event = "BranchFinished", no_event = "CaseFinished" } },
      { act = "complete", task = "b", outcome = "more" },
      { expect = { open = { "b" } } },
      { act = "complete", task = "b", outcome = "done" },
      { expect = { status = "finished", result = "b" } },
    },
  },
  scenario "最后完的是 a" {
    given = {},
    story = {
      { act = "complete", task = "b", outcome = "done" },
      { expect = { open = { "a" } } },
      { act = "complete", task = "a", outcome = "done" },
      { expect = { status = "finished", result = "a" } },
    },
  },
}

return {
  scenario "三份都盖了章才合成一份" {
    given = {},
    story = {
      { expect = { open = { "stamp", "stamp", "stamp" } } },
      { act = "complete", task = "stamp", outcome = "done" },
      { act = "complete", task = "stamp", outcome = "done" },
      { expect = { open = { "stamp" }, no_event = "JoinPassed" } },
      { act = "complete", task = "stamp", outcome = "done" },
      { expect = { open = { "after" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

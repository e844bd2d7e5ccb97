return {
  scenario "中途多开的分支也等" {
    given = { form = { water = true } },
    story = {
      { act = "complete", task = "water", outcome = "also" },
      { expect = { open = { "extra" }, no_event = "JoinPassed" } },
      { act = "complete", task = "extra", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "没开的不等" {
    given = { form = { power = true } },
    story = {
      { act = "complete", task = "power", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "没多开就不等它" {
    given = { form = { water = true, power = true } },
    story = {
      { act = "complete", task = "water", outcome = "done" },
      { expect = { open = { "power" } } },
      { act = "complete", task = "power", outcome = "drop" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "其他" {
    given = {},
    story = {
      { act = "complete", task = "other", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

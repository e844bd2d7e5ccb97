return {
  scenario "开了两条就等两条，只放行一次" {
    given = { form = { water = true, power = true } },
    story = {
      { act = "complete", task = "water", outcome = "done" },
      { expect = { open = { "power" }, no_event = "JoinPassed" } },
      { act = "complete", task = "power", outcome = "done" },
      { expect = { open = { "after" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "只开一条就不等别的" {
    given = { form = { water = true } },
    story = {
      { act = "complete", task = "water", outcome = "done" },
      { expect = { open = { "after" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "其他情形" {
    given = {},
    story = {
      { act = "complete", task = "other", outcome = "done" },
      { expect = { open = { "after" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

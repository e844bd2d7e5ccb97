return {
  scenario "还在循环里的也等，转几圈都等" {
    given = { form = { water = true, power = true } },
    story = {
      { act = "complete", task = "power", outcome = "done" },
      { act = "complete", task = "water", outcome = "again" },
      { expect = { open = { "check" }, no_event = "JoinPassed" } },
      { act = "complete", task = "check", outcome = "done" },
      { expect = { open = { "water" } } },
      { act = "complete", task = "water", outcome = "again" },
      { act = "complete", task = "check", outcome = "done" },
      { act = "complete", task = "water", outcome = "done" },
      { expect = { open = { "after" } } },
      { act = "complete", task = "after", outcome = "redo" },
      { expect = { open = { "power", "water" } } },
      { act = "complete", task = "water", outcome = "done" },
      { act = "complete", task = "power", outcome = "leave" },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },

  scenario "只开一条，不等没有开的" {
    given = { form = {} },
    story = {
      { expect = { open = { "power" } } },
      { act = "complete", task = "power", outcome = "done" },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

return {
  scenario "两条都成立" {
    given = { form = { water = true, power = true } },
    story = {
      { expect = { open = { "power", "water" } } },
      { act = "complete", task = "water", outcome = "done" },
      { act = "complete", task = "power", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "一条成立，其余不开" {
    given = { form = { power = true } },
    story = {
      { expect = { open = { "power" } } },
      { act = "complete", task = "power", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "都不成立才走其他" {
    given = {},
    story = {
      { expect = { open = { "other" } } },
      { act = "complete", task = "other", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

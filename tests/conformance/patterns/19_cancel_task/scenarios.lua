return {
  scenario "撤回以后不能再办" {
    given = {},
    story = {
      { expect = { open = { "inspect", "settle" } } },
      { act = "complete", task = "settle", outcome = "gone" },
      { expect = { open = { "inspect", "note" } } },
      { act = "complete", task = "note", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "不走那条路就不撤" {
    given = {},
    story = {
      { act = "complete", task = "settle", outcome = "done" },
      { expect = { open = { "inspect" } } },
      { act = "complete", task = "inspect", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

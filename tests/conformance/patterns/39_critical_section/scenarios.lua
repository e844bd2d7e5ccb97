return {
  scenario "点了钞没记账，押运不能动" {
    given = {},
    story = {
      { act = "complete", task = "count_cash", outcome = "done" },
      { expect = { open = { "book_cash", "move_cash" } } },
      { act = "complete", task = "move_cash", outcome = "done", refused = "EXCLUSIVE_BUSY" },
      { act = "complete", task = "book_cash", outcome = "done" },
      { expect = { open = { "move_cash" } } },
      { act = "complete", task = "move_cash", outcome = "done" },
      { message = "arrival" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "车没到，点钞不能动" {
    given = {},
    story = {
      { act = "complete", task = "move_cash", outcome = "done" },
      { expect = { open = { "arrived", "count_cash" } } },
      { act = "complete", task = "count_cash", outcome = "done", refused = "EXCLUSIVE_BUSY" },
      { message = "arrival" },
      { act = "complete", task = "count_cash", outcome = "done" },
      { act = "complete", task = "book_cash", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

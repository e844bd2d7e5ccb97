return {
  scenario "先判断：一次都不必做" {
    given = { form = { left = 0 } },
    story = {
      { expect = { open = { "report" } } },
      { act = "complete", task = "report", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "先判断：做两次" {
    given = { form = { left = 2 } },
    story = {
      { act = "complete", task = "visit", outcome = "done", form = { left = 1 } },
      { expect = { open = { "visit" } } },
      { act = "complete", task = "visit", outcome = "done", form = { left = 0 } },
      { expect = { open = { "report" } } },
      { act = "complete", task = "report", outcome = "again" },
      { act = "complete", task = "report_check", outcome = "done" },
      { expect = { open = { "report" } } },
      { act = "complete", task = "report", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

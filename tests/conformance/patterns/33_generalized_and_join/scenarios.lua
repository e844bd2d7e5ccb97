return {
  scenario "多来的订单留着，来一批货发一批" {
    given = {},
    story = {
      { act = "complete", task = "order", outcome = "more" },
      { act = "complete", task = "order_two", outcome = "done" },
      { expect = { open = { "stock" }, no_event = "JoinPassed" } },
      { act = "complete", task = "stock", outcome = "more" },
      { expect = { open = { "ship", "stock_two" }, event = "JoinPassed" } },
      { act = "complete", task = "stock_two", outcome = "done" },
      { expect = { open = { "ship", "ship" }, event = "JoinPassed" } },
      { act = "complete", task = "ship", outcome = "done" },
      { expect = { open = { "ship", "shipped" } } },
      { act = "complete", task = "shipped", outcome = "more" },
      { act = "complete", task = "shipped", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "一单一货" {
    given = {},
    story = {
      { act = "complete", task = "stock", outcome = "done" },
      { act = "complete", task = "order", outcome = "done" },
      { expect = { open = { "ship" } } },
      { act = "complete", task = "ship", outcome = "done" },
      { act = "complete", task = "shipped", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

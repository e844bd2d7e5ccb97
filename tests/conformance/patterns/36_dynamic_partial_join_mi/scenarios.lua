return {
  scenario "要两个说合格的，不合格的不算数" {
    given = { form = { experts = { "甲", "乙", "丙", "丁" } } },
    story = {
      { act = "complete", task = "review", outcome = "unfit" },
      { expect = { open = { "review" } } },
      { act = "complete", task = "review", outcome = "fit" },
      { expect = { open = { "review" } } },
      { act = "complete", task = "review", outcome = "fit" },
      { expect = { open = { "after", "review" } } },
      { act = "add_handler", task = "review", where = "parallel", user = "sun", reason = "还要一位专家", by = "unit/expert", refused = "ADD_HANDLER_PASSED" },
      { act = "complete", task = "review", outcome = "fit" },
      { expect = { open = { "after" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "中途加一位，够不够照样看规则" {
    given = { form = { experts = { "甲", "乙" } } },
    story = {
      { act = "complete", task = "review", outcome = "unfit" },
      { act = "add_handler", task = "review", where = "parallel", user = "sun", reason = "还要一位专家", by = "unit/expert" },
      { act = "complete", task = "review", outcome = "fit" },
      { expect = { open = { "review" }, event = "HandlerAdded" } },
      { act = "complete", task = "review", outcome = "fit", user = "sun" },
      { expect = { open = { "after" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "头两个都合格" {
    given = { form = { experts = { "甲", "乙", "丙" } } },
    story = {
      { act = "complete", task = "review", outcome = "fit" },
      { act = "complete", task = "review", outcome = "fit" },
      { expect = { open = { "after", "review" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

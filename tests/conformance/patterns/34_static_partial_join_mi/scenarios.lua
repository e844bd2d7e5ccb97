return {
  scenario "两个就走，第三个照办但不再放行" {
    given = { form = { experts = { "甲", "乙", "丙" } } },
    story = {
      { act = "complete", task = "review", outcome = "fit" },
      { expect = { open = { "review" } } },
      { act = "complete", task = "review", outcome = "fit" },
      { expect = { open = { "after", "review" }, no_event = "StepWithdrawn" } },
      { act = "complete", task = "review", outcome = "fit" },
      { expect = { open = { "after" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "人数不足 n，答完就走" {
    given = { form = { experts = { "甲" } } },
    story = {
      { act = "complete", task = "review", outcome = "fit" },
      { expect = { open = { "after" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

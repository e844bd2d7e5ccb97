return {
  scenario "两个就走，第三个撤回" {
    given = { form = { experts = { "甲", "乙", "丙" } } },
    story = {
      { act = "complete", task = "review", outcome = "fit" },
      { expect = { open = { "review" } } },
      { act = "complete", task = "review", outcome = "fit" },
      { expect = { open = { "after" }, event = "StepWithdrawn" } },
      { act = "complete", task = "review", outcome = "fit", refused = "TASK_NOT_OPEN" },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

return {
  scenario "开了三个，不等就往下走" {
    given = { form = { homes = { "甲", "乙", "丙" } } },
    story = {
      { expect = { open = { "after" }, children = 3, effect = "start_case" } },
      { child = 2, result = "seen" },
      { expect = { open = { "after" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

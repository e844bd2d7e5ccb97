return {
  scenario "按表单开两个" {
    given = { form = { units = { "甲", "乙" } } },
    story = {
      { expect = { open = { "sign" } } },
      { act = "complete", task = "sign", outcome = "done" },
      { expect = { open = { "sign" } } },
      { act = "complete", task = "sign", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "按表单开四个" {
    given = { form = { units = { "甲", "乙", "丙", "丁" } } },
    story = {
      { act = "complete", task = "sign", outcome = "done" },
      { act = "complete", task = "sign", outcome = "done" },
      { act = "complete", task = "sign", outcome = "done" },
      { expect = { open = { "sign" } } },
      { act = "complete", task = "sign", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

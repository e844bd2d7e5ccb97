return {
  scenario "两个条件都成立也只走第一条" {
    given = { form = { amount = 500 } },
    story = {
      { expect = { open = { "large" } } },
      { act = "complete", task = "large", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "第二条" {
    given = { form = { amount = 50 } },
    story = {
      { expect = { open = { "middle" } } },
      { act = "complete", task = "middle", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "其他情形" {
    given = { form = { amount = 5 } },
    story = {
      { expect = { open = { "small" } } },
      { act = "complete", task = "small", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

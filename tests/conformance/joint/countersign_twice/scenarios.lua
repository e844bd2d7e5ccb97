return {
  scenario "撤回第二份的一票，第一份不受影响" {
    given = {},
    story = {
      { act = "complete", task = "sign", outcome = "agree", user = "li" },
      { act = "complete", task = "sign", item = 2, outcome = "agree", user = "wang" },
      { act = "take_back", user = "wang", by = "handler" },
      { expect = { open = { "sign", "sign" } } },
      { act = "complete", task = "sign", outcome = "agree", user = "zhao" },
      { expect = { open = { "sign" } } },
      { act = "complete", task = "sign", outcome = "agree", user = "sun" },
      { expect = { open = { "sign" } } },
      { act = "complete", task = "sign", outcome = "agree", user = "wang" },
      { expect = { open = { "after" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

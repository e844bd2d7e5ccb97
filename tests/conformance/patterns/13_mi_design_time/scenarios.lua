return {
  scenario "三个都答了才走，谁也不能答两次" {
    given = {},
    story = {
      { expect = { desk = { sign = "unit/law" }, open = { "sign" } } },
      { act = "complete", task = "sign", outcome = "agree", user = "li" },
      { act = "complete", task = "sign", outcome = "agree", user = "li", refused = "ANSWERED_BEFORE" },
      { expect = { open = { "sign" } } },
      { act = "complete", task = "sign", outcome = "agree", user = "wang" },
      { expect = { open = { "sign" } } },
      { act = "complete", task = "sign", outcome = "agree", user = "zhao" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "意见不一，取最后写的那个" {
    given = {},
    story = {
      { act = "complete", task = "sign", outcome = "agree" },
      { act = "complete", task = "sign", outcome = "refuse" },
      { expect = { open = { "sign" } } },
      { act = "complete", task = "sign", outcome = "agree" },
      { expect = { status = "finished", result = "refused" } },
    },
  },
}

return {
  scenario "来两次做两次，一次都不合并" {
    given = {},
    story = {
      { act = "complete", task = "a", outcome = "done" },
      { expect = { open = { "b", "check" } } },
      { act = "complete", task = "b", outcome = "done" },
      { expect = { open = { "check", "check" } } },
      { act = "complete", task = "check", outcome = "done" },
      { expect = { open = { "check" }, status = "running" } },
      { act = "complete", task = "check", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

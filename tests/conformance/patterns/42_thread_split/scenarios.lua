return {
  scenario "三份各走各的" {
    given = {},
    story = {
      { expect = { open = { "stamp", "stamp", "stamp" } } },
      { act = "complete", task = "stamp", outcome = "done" },
      { expect = { open = { "post", "stamp", "stamp" } } },
      { act = "complete", task = "post", outcome = "done" },
      { expect = { open = { "stamp", "stamp" }, status = "running" } },
      { act = "complete", task = "stamp", outcome = "done" },
      { act = "complete", task = "stamp", outcome = "done" },
      { expect = { open = { "post", "post" } } },
      { act = "complete", task = "post", outcome = "done" },
      { act = "complete", task = "post", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

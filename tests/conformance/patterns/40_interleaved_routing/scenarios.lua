return {
  scenario "先后随意，一次一件" {
    given = {},
    story = {
      { act = "claim", task = "teeth", user = "li" },
      { act = "complete", task = "eyes", outcome = "done", refused = "EXCLUSIVE_BUSY" },
      { act = "complete", task = "ears", outcome = "done", refused = "EXCLUSIVE_BUSY" },
      { act = "complete", task = "teeth", outcome = "done", user = "li" },
      { expect = { open = { "ears", "eyes" } } },
      { act = "complete", task = "ears", outcome = "done" },
      { expect = { open = { "eyes" } } },
      { act = "complete", task = "teeth", outcome = "done", refused = "TASK_NOT_OPEN" },
      { act = "complete", task = "eyes", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "另一个先后" {
    given = {},
    story = {
      { act = "complete", task = "eyes", outcome = "done" },
      { act = "complete", task = "teeth", outcome = "done" },
      { act = "complete", task = "ears", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

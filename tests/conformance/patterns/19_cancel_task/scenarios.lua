return {
  scenario "撤回的那一项不能再办，也没有下一步；别的照常" {
    given = {},
    story = {
      { expect = { open = { "inspect", "settle", "watch" } } },
      { act = "claim", task = "inspect", user = "li" },
      { act = "complete", task = "settle", outcome = "gone" },
      { expect = { open = { "watch" }, status = "running", event = "StepWithdrawn", no_event = "CaseFinished" } },
      { act = "complete", task = "inspect", outcome = "done", user = "li", refused = "TASK_NOT_OPEN" },
      { act = "complete", task = "report", outcome = "done", refused = "TASK_NOT_OPEN" },
      { act = "complete", task = "watch", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "已经办完的撤不掉，它的下一步也不撤" {
    given = {},
    story = {
      { act = "complete", task = "inspect", outcome = "done" },
      { act = "complete", task = "settle", outcome = "gone" },
      { expect = { open = { "report", "watch" }, no_event = "StepWithdrawn" } },
      { act = "complete", task = "report", outcome = "done" },
      { act = "complete", task = "watch", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "不走那条路就不撤" {
    given = {},
    story = {
      { act = "complete", task = "settle", outcome = "done" },
      { expect = { open = { "inspect", "watch" }, no_event = "StepWithdrawn" } },
      { act = "complete", task = "watch", outcome = "done" },
      { act = "complete", task = "inspect", outcome = "done" },
      { act = "complete", task = "report", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

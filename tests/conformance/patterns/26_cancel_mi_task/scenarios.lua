return {
  scenario "答了一个，其余全部撤回" {
    given = {},
    story = {
      { act = "complete", task = "sign", outcome = "agree" },
      { expect = { open = { "sign", "watch" } } },
      { act = "complete", task = "watch", outcome = "stop" },
      { expect = { open = { "stopped" }, event = "StepWithdrawn" } },
      { act = "complete", task = "sign", outcome = "agree", refused = "TASK_NOT_OPEN" },
      { act = "complete", task = "stopped", outcome = "done" },
      { expect = { status = "finished", result = "stopped" } },
    },
  },
  scenario "不撤就等三个答完" {
    given = {},
    story = {
      { act = "complete", task = "sign", outcome = "agree" },
      { act = "complete", task = "sign", outcome = "agree" },
      { act = "complete", task = "sign", outcome = "agree" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

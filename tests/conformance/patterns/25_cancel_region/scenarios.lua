return {
  scenario "在区域里的哪一步都撤得掉" {
    given = {},
    story = {
      { act = "complete", task = "survey", outcome = "done" },
      { expect = { open = { "design", "watch" } } },
      { act = "complete", task = "watch", outcome = "stop" },
      { expect = { open = { "stopped" }, event = "StepWithdrawn" } },
      { act = "complete", task = "design", outcome = "done", refused = "TASK_NOT_OPEN" },
      { act = "complete", task = "stopped", outcome = "done" },
      { expect = { status = "finished", result = "stopped" } },
    },
  },
  scenario "等消息时也撤得掉" {
    given = {},
    story = {
      { act = "complete", task = "survey", outcome = "done" },
      { act = "complete", task = "design", outcome = "done" },
      { expect = { open = { "waiting", "watch" } } },
      { act = "complete", task = "watch", outcome = "stop" },
      { message = "permit", refused = "MESSAGE_NOT_AWAITED" },
      { act = "complete", task = "stopped", outcome = "done" },
      { expect = { status = "finished", result = "stopped" } },
    },
  },
  scenario "不撤" {
    given = {},
    story = {
      { act = "complete", task = "survey", outcome = "done" },
      { act = "complete", task = "design", outcome = "done" },
      { message = "permit" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

return {
  scenario "早到的留着，一条用一次" {
    given = {},
    story = {
      { message = "go", outcome = "come", form = { note = "第一批" } },
      { expect = { open = { "prepare" }, event = "MessageKept", no_event = "MessageReceived" } },
      { act = "complete", task = "prepare", outcome = "done" },
      { expect = { open = { "ship" }, event = "MessageReceived", form = { note = "第一批" } } },
      { act = "complete", task = "ship", outcome = "again" },
      { expect = { open = { "ready" } } },
      { message = "go", outcome = "come" },
      { expect = { open = { "ship" } } },
      { act = "complete", task = "ship", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "留着的按先后用" {
    given = {},
    story = {
      { message = "go", outcome = "come" },
      { message = "go", outcome = "stop" },
      { act = "complete", task = "prepare", outcome = "done" },
      { expect = { open = { "ship" } } },
      { act = "complete", task = "ship", outcome = "again" },
      { expect = { status = "finished", result = "stopped" } },
    },
  },
  scenario "用不上的不收" {
    given = {},
    story = {
      { message = "go", refused = "OUTCOME_UNKNOWN" },
      { message = "go", outcome = "come", form = { nothing = 1 }, refused = "FORM_INVALID" },
      { act = "complete", task = "prepare", outcome = "done" },
      { expect = { open = { "ready" } } },
      { message = "other", refused = "MESSAGE_NOT_AWAITED" },
      { message = "go", outcome = "stop" },
      { expect = { status = "finished", result = "stopped" } },
    },
  },
}

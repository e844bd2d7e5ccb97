return {
  scenario "来早了就丢了，以后还得再来" {
    given = {},
    story = {
      { message = "go", refused = "MESSAGE_NOT_AWAITED" },
      { act = "complete", task = "prepare", outcome = "done" },
      { expect = { open = { "ready" }, no_event = "MessageReceived" } },
      { message = "go" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

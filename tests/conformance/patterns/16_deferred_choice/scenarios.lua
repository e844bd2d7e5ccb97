return {
  scenario "付款先到，异议和期限都撤回" {
    given = { at = "2026-04-01 09:00" },
    story = {
      { expect = { open = { "late", "objected", "paid" } } },
      { message = "payment" },
      { expect = { open = { "book" }, event = "StepWithdrawn" } },
      { message = "objection", refused = "MESSAGE_NOT_AWAITED" },
      { wait_until = "2026-04-20 09:00" },
      { expect = { open = { "book" } } },
      { act = "complete", task = "book", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "异议先到" {
    given = {},
    story = {
      { message = "objection" },
      { expect = { open = { "hear" } } },
      { act = "complete", task = "hear", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "谁也没来，期限到了" {
    given = { at = "2026-04-01 09:00" },
    story = {
      { wait_until = "2026-04-14 00:00" },
      { expect = { open = { "remind" } } },
      { message = "payment", refused = "MESSAGE_NOT_AWAITED" },
      { act = "complete", task = "remind", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

return {
  scenario "开放期间来一个加一个，都办完才走" {
    given = { at = "2026-03-03 09:00" },
    story = {
      { expect = { open = { "applications" }, children = 0 } },
      { message = "apply", data = { form = { name = "甲" } } },
      { message = "apply", data = { form = { name = "乙" } } },
      { expect = { open = { "applications" }, children = 2 } },
      { child = 1, result = "done" },
      { message = "apply", at = "2026-03-05 09:00", data = { form = { name = "丙" } } },
      { expect = { open = { "applications" }, children = 3 } },
      { child = 2, result = "done" },
      { wait_until = "2026-03-12 09:00" },
      { expect = { open = { "applications" } } },
      { message = "apply", refused = "MESSAGE_NOT_AWAITED" },
      { child = 3, result = "done" },
      { expect = { open = { "rank" } } },
      { act = "complete", task = "rank", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

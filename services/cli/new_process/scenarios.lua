local filed = { at = "2026-03-05 09:00", unit = "jd-1", form = { matter = "申请" }, materials = { identity = "original" } }

return {
  scenario "材料齐全，办结" {
    given = filed,
    story = {
      { expect = { open = { "accept" }, due = "2026-03-12" } },
      { act = "complete", task = "accept", outcome = "complete" },
      { act = "complete", task = "handle", outcome = "done", form = { opinion = "已办" } },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "补正的时间不算" {
    given = filed,
    story = {
      { act = "complete", task = "accept", outcome = "missing" },
      { expect = { light = "paused" } },
      { message = "supplement", outcome = "supplied", at = "2026-03-06 10:00" },
      { act = "complete", task = "handle", outcome = "refuse", form = { opinion = "不符合" }, reason = "不符合条件" },
      { expect = { status = "finished", result = "refused" } },
    },
  },
  scenario "没有补正，视为撤回" {
    given = filed,
    story = {
      { act = "complete", task = "accept", outcome = "missing" },
      { wait_until = "2026-03-13 09:00" },
      { expect = { status = "finished", result = "withdrawn" } },
    },
  },
}

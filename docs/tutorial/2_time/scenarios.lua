return {
  scenario "补材料的两天不算时间" {
    given = { at = "2026-03-05 09:00", unit = "sq-1", form = { place = "锦绣新村3幢", floor = 5 },
              materials = { identity = "original", consent = "follows" } },
    story = {
      { expect = { due = "2026-03-19" } },  -- 3月5日不算，第十个工作日
      { act = "complete", task = "accept", outcome = "missing", at = "2026-03-05 10:00" },
      { expect = { open = { "supplement" }, light = "paused", event = "NoticeIssued" } },
      { message = "supplement", outcome = "supplied", at = "2026-03-09 10:00", materials = { consent = "original" } },
      { expect = { open = { "look" }, due = "2026-03-23" } },  -- 6日、9日两个工作日加回
      { act = "complete", task = "look", outcome = "install", form = { found = "可以安装" } },
      { expect = { status = "finished", result = "installed" } },
    },
  },
  scenario "五个工作日没有补，视为撤回" {
    given = { at = "2026-03-05 09:00", unit = "sq-1", form = { place = "锦绣新村3幢", floor = 5 },
              materials = { identity = "original", consent = "follows" } },
    story = {
      { act = "complete", task = "accept", outcome = "missing" },
      { wait_until = "2026-03-13 09:00" },
      { expect = { status = "finished", result = "withdrawn" } },
    },
  },
  scenario "材料齐全，不予安装" {
    given = { at = "2026-03-05 09:00", unit = "sq-1", form = { place = "锦绣新村3幢", floor = 1 },
              materials = { identity = "original", consent = "original" } },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { act = "complete", task = "look", outcome = "refuse", form = { found = "无台阶" }, reason = "一楼没有台阶" },
      { expect = { status = "finished", result = "refused" } },
    },
  },
}

return {
  scenario "上门看过，装了" {
    given = { at = "2026-03-05 09:00", unit = "sq-1", form = { place = "锦绣新村3幢", floor = 5 } },
    story = {
      { expect = { open = { "look" } } },
      -- 没写查看情况，不能办结。
      { act = "complete", task = "look", outcome = "install", refused = "FORM_INVALID", field = "found" },
      { act = "complete", task = "look", outcome = "install", form = { found = "楼道一侧可以安装" } },
      { expect = { status = "finished", result = "installed" } },
    },
  },
  scenario "不装，要说明理由" {
    given = { at = "2026-03-05 09:00", unit = "sq-1", form = { place = "锦绣新村3幢", floor = 1 } },
    story = {
      { act = "complete", task = "look", outcome = "refuse", form = { found = "一楼无台阶" }, refused = "REASON_REQUIRED" },
      { act = "complete", task = "look", outcome = "refuse", form = { found = "一楼无台阶" }, reason = "一楼没有台阶，不需要扶手" },
      { expect = { status = "finished", result = "refused" } },
    },
  },
}

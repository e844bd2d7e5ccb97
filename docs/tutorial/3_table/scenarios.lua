local function filed(floor, age)
  return { at = "2026-03-05 09:00", unit = "sq-1", form = { place = "锦绣新村3幢", floor = floor, age = age } }
end

return {
  scenario "五楼，系统建议安装并补助" {
    given = filed(5, 40),
    story = {
      { expect = { proposal = { look = "install" } } },
      { act = "complete", task = "look", outcome = "install", form = { found = "可以安装" } },
      { expect = { status = "finished", result = "installed" } },
    },
  },
  scenario "三楼，六十岁以上有补助" {
    given = filed(3, 60),
    story = {
      { expect = { proposal = { look = "install" } } },
      { act = "complete", task = "look", outcome = "install", form = { found = "可以安装" } },
      { expect = { status = "finished" } },
    },
  },
  scenario "三楼，六十岁以下自费" {
    given = filed(3, 59),
    story = {
      { expect = { proposal = { look = "self_paid" } } },
      { act = "complete", task = "look", outcome = "self_paid", form = { found = "可以安装" } },
      { expect = { status = "finished" } },
    },
  },
  scenario "一楼，经办人看过后不同意系统建议，写明理由" {
    given = filed(1, 82),
    story = {
      { expect = { proposal = { look = "refuse" } } },
      { act = "complete", task = "look", outcome = "install", form = { found = "门前有四级台阶" }, refused = "REASON_REQUIRED" },
      { act = "complete", task = "look", outcome = "install", form = { found = "门前有四级台阶" }, reason = "门前另有台阶，老人需要" },
      { expect = { status = "finished", result = "installed" } },
    },
  },
  scenario "一楼没有台阶，不予安装" {
    given = filed(1, 40),
    story = {
      { act = "complete", task = "look", outcome = "refuse", form = { found = "无台阶" }, reason = "一楼没有台阶" },
      { expect = { status = "finished", result = "refused" } },
    },
  },
}

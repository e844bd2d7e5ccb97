local communities = {}
for i = 1, 12 do communities[i] = { unit = string.format("cm-3306020010%02d", i) } end

local function given(more)
  local form = { department = "tj-330602", item = "人口抽样调查", basis = "统计法实施条例", communities = communities, frequency = "每年一次",
    money = 5000000, people = 0.5, exit_condition = "调查结束" }
  for key, value in pairs(more or {}) do form[key] = value end
  return { at = "2026-03-02 09:00", unit = "mz-330602", area = "330602", form = form }
end

local function add(story, ...)
  for _, entry in ipairs({ ... }) do story[#story + 1] = entry end
  return story
end

local function voted(outcome, more)
  local story = { { act = "complete", task = "review", outcome = "meeting", at = "2026-03-09 10:00" } }
  for _ = 1, 6 do add(story, { act = "complete", task = "communities", outcome = outcome, form = more }) end
  return story
end

local function listed()
  return add(voted("agree"), { act = "complete", task = "meeting", outcome = "approve", at = "2026-03-16 10:00",
    form = { until_day = "2027-12-31", money_due = "2027-01-31" } }, { wait_until = "2026-04-14 00:00" })
end

local function incomplete(name, more, why)
  return scenario(name) { given = given(more), story = { { expect = { open = { "supplement", "ahead" }, explained = why } } } }
end

local function fields(required)
  local list = {}
  for i = 1, 20 do list[i] = { name = "数据" .. i, required = required, age = i <= 17 and 100 or (i == 18 and 366 or nil) } end
  return list
end

return {
  scenario "DL-06 没有钱没有人，不完整：费随事转；补上后才能审批" {
    given = given { money = 0, people = 0 },
    story = {
      { expect = { open = { "supplement", "ahead" }, explained = "费随事转", light = "paused", effect = "notice" } },
      { message = "supplement", outcome = "supplied", form = { money = 5000000 }, at = "2026-03-04 10:00" },
      { expect = { open = { "supplement", "ahead" } } },
      { message = "supplement", outcome = "supplied", form = { people = 0.5 }, at = "2026-03-05 10:00" },
      { expect = { open = { "review", "ahead" }, due = "2026-03-26" } },
    },
  },
  incomplete("没有依据的不完整", { basis = "" }, "没有法律政策依据"),
  incomplete("要单独考核社区的不完整", { assessed = true }, "不得对社区单独考核"),
  incomplete("没有退出条件的不完整", { exit_condition = "" }, "没有写明退出条件"),
  incomplete("DL-10 已有的数据设为必填，不能发布", { fields = fields(true) }, "已有的数据不得设为必填"),
  scenario "DL-10 二十项数据十七项已有，只问三项，重复率85%" {
    given = given { fields = fields(false) },
    story = { { expect = { open = { "review", "ahead" }, explained = "20项数据中17项已有，重复率85%，只采集3项" } } },
  },
  scenario "逾期未补正" {
    given = given { money = 0 },
    story = { { wait_until = "2026-03-17 00:00" }, { expect = { result = "lapsed" } } },
  },
  scenario "准入不写期满日和经费确认截止日的，不能审定，也不能续期" {
    given = given(),
    story = add(voted("agree"),
      { act = "complete", task = "meeting", outcome = "approve", refused = "FORM_INVALID", field = "until_day" },
      { act = "complete", task = "meeting", outcome = "approve", form = { until_day = "2027-12-31" }, refused = "FORM_INVALID", field = "money_due" },
      { act = "complete", task = "meeting", outcome = "approve", form = { until_day = "2027-12-31", money_due = "2027-01-31" } },
      { expect = { open = { "ahead", "publicity" } } }),
  },
  scenario "DL-06 审批再快，也要满三十个工作日才列入清单" {
    given = given(),
    story = {
      { expect = { step_due = { ahead = "2026-04-14" }, due = "2026-03-23" } },
      { act = "complete", task = "review", outcome = "meeting", at = "2026-03-09 10:00" },
      { act = "complete", task = "communities", outcome = "agree" }, { act = "complete", task = "communities", outcome = "agree" },
      { act = "complete", task = "communities", outcome = "agree" }, { act = "complete", task = "communities", outcome = "agree" },
      { act = "complete", task = "communities", outcome = "agree" }, { act = "complete", task = "communities", outcome = "agree" },
      { act = "complete", task = "meeting", outcome = "approve", form = { until_day = "2027-12-31", money_due = "2027-01-31" } },
      { wait_until = "2026-03-31 00:00" },
      { expect = { open = { "ahead" } } },
      { wait_until = "2026-04-15 00:00" },
      { expect = { open = { "funds" }, payload = { listed = { key = "人口抽样调查", state = "listed", communities = 12, money = 5000000 } } } },
    },
  },
  scenario "DL-06 经费到期没有确认，事项中止，社区可以不办；确认后恢复" {
    given = given(),
    story = add(listed(), { wait_until = "2026-04-15 00:00" }, { wait_until = "2027-01-31 23:59" },
      { expect = { open = { "funds" } } }, { wait_until = "2027-02-01 00:00" },
      { expect = { open = { "suspended" }, effect = "notice", payload = { book_suspension = { state = "suspended" } } } },
      { message = "funds_confirmed", outcome = "confirmed", at = "2027-03-01 10:00" },
      { expect = { open = { "running" }, payload = { book_resumption = { state = "listed" } } } }),
  },
  scenario "截止日当天确认经费，不中止" {
    given = given(),
    story = add(listed(), { wait_until = "2026-04-15 00:00" },
      { message = "funds_confirmed", outcome = "confirmed", at = "2027-01-31 16:00" }, { expect = { open = { "running" } } }),
  },
  scenario "中止到期满，移出清单" {
    given = given(),
    story = add(listed(), { wait_until = "2028-01-01 00:00" },
      { expect = { result = "exited", effect = { "ledger", "notice" }, payload = { book_exit = { state = "exited" } } } }),
  },
  scenario "经费按期确认，期满评估后续期，再退出" {
    given = given(),
    story = add(listed(), { wait_until = "2026-04-15 00:00" },
      { message = "funds_confirmed", outcome = "confirmed", at = "2026-12-01 10:00" },
      { message = "residents_rejected", outcome = "reported", form = { rejected_percent = 20 }, at = "2027-02-01 10:00" },
      { expect = { open = { "running" } } },
      { wait_until = "2027-12-31 23:59" }, { expect = { open = { "running" } } }, { wait_until = "2028-01-01 00:00" },
      { expect = { open = { "evaluate" } } },
      { act = "complete", task = "evaluate", outcome = "renew", reason = "仍有必要。", form = { until_day = "2028-12-31", money_due = "2028-01-31" } },
      { message = "funds_confirmed", outcome = "confirmed" },
      { message = "residents_rejected", outcome = "reported", form = { rejected_percent = 50 }, at = "2028-05-01 10:00" },
      { act = "complete", task = "evaluate", outcome = "withdraw", reason = "居民普遍不认可。" },
      { expect = { result = "exited" } }),
  },
  scenario "审查不予准入，须说明理由" {
    given = given(),
    story = {
      { act = "complete", task = "review", outcome = "refuse", refused = "REASON_REQUIRED" },
      { act = "complete", task = "review", outcome = "refuse", reason = "属部门职责。" },
      { expect = { result = "refused" } },
    },
  },
  scenario "审查退回补正" {
    given = given(),
    story = { { act = "complete", task = "review", outcome = "supplement" }, { expect = { open = { "supplement", "ahead" } } } },
  },
  scenario "多数社区反对，联席会议不予准入" {
    given = given(),
    story = add(voted("object", { opinion = "没有力量。" }), { act = "complete", task = "communities", outcome = "object" },
      { act = "complete", task = "meeting", outcome = "refuse", reason = "多数社区反对。" },
      { expect = { result = "refused" } }),
  },
  scenario "公示期内有异议，重新上会" {
    given = given(),
    story = add(voted("agree"), { act = "complete", task = "meeting", outcome = "approve", at = "2026-03-16 10:00",
        form = { until_day = "2027-12-31", money_due = "2027-01-31" } },
      { message = "objection", outcome = "objection", at = "2026-03-18 10:00" },
      { expect = { open = { "meeting", "ahead" } } }),
  },
}

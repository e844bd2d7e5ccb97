local communities = {}
for i = 1, 12 do communities[i] = { unit = string.format("cm-3306020010%02d", i) } end

-- state：台账的最后一条，nil 为没有；more：表单的其他内容。
local function given(state, channel, more)
  local form = { department = "tj-330602", item = "填报三类台账", channel = channel, communities = communities }
  for key, value in pairs(more or {}) do form[key] = value end
  return { at = "2026-03-02 09:00", unit = "mz-330602", area = "330602", form = form,
    ledgers = { admission = state and { { key = "填报三类台账", state = "listed", until_day = "2026-12-31" },
      { key = "填报三类台账", state = state, until_day = "2026-12-31" } } or {} } }
end

local one = { { unit = "cm-330602001001" } }

local function answers(outcomes)
  local story = { { expect = { open = { "offer" } } } }
  for i = 1, 12 do story[i + 1] = { act = "complete", task = "offer", outcome = outcomes(i) } end
  return story
end

local function add(story, entry)
  story[#story + 1] = entry
  return story
end

return {
  scenario "DL-07 十二个社区一键不办：不逾期、不考核，计入负担统计" {
    given = given(nil, "letter"),
    story = add(answers(function() return "refuse" end),
      { expect = { result = "answered", no_event = "ClockOverdue", payload = { burden = { asked = 12, refused = 12 } } } }),
  },
  scenario "有的社区愿意办" {
    given = given("suspended", "letter"),
    story = add(answers(function(i) return i <= 2 and "accept" or "refuse" end), { expect = { payload = { burden = { refused = 10 } } } }),
  },
  scenario "都愿意办" {
    given = given(nil, "letter"),
    story = add(answers(function() return "accept" end), { expect = { payload = { burden = { refused = 0 } } } }),
  },
  scenario "DL-09 从网格系统接口交办清单外的调查，退回" {
    given = given(nil, "grid"),
    story = { { expect = { result = "rejected", explained = "清单外的事项不得交办", effect = "notice" } } },
  },
  scenario "DL-09 批量导入的同样退回" {
    given = given(nil, "import"),
    story = { { expect = { result = "rejected" } } },
  },
  scenario "紧急临时纳入没有写明截止日的，从系统交办也退回" {
    given = given(nil, "grid", { urgent = true, consent = "越民〔2026〕2号" }),
    story = { { expect = { result = "rejected" } } },
  },
  scenario "紧急临时纳入没有经过同意的，同样退回" {
    given = given(nil, "grid", { urgent = true, until_day = "2026-03-31" }),
    story = { { expect = { result = "rejected" } } },
  },
  scenario "经同意临时纳入、未过截止日的照办" {
    given = given(nil, "grid", { urgent = true, consent = "越民〔2026〕2号", until_day = "2026-03-02", communities = one }),
    story = { { expect = { open = { "work" }, explained = "经同意临时纳入" } } },
  },
  scenario "准入期满、已退出的，按未准入办理" {
    given = given("exited", "grid"),
    story = { { expect = { result = "rejected" } } },
  },
  scenario "DL-09 清单内的照办" {
    given = given("listed", "grid", { communities = one }),
    story = { { act = "complete", task = "work", outcome = "done" }, { expect = { result = "closed" } } },
  },
}

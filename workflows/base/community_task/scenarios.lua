local communities = {}
for i = 1, 12 do communities[i] = { unit = string.format("cm-3306020010%02d", i) } end

local function given(admitted, channel)
  return { at = "2026-03-02 09:00", unit = "mz-330602", area = "330602",
    form = { department = "tj-330602", item = "填报三类台账", admitted = admitted, channel = channel, communities = communities } }
end

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
    given = given("unlisted", "letter"),
    story = add(answers(function() return "refuse" end),
      { expect = { result = "answered", no_event = "ClockOverdue", payload = { burden = { asked = 12, refused = 12 } } } }),
  },
  scenario "有的社区愿意办" {
    given = given("suspended", "letter"),
    story = add(answers(function(i) return i <= 2 and "accept" or "refuse" end), { expect = { payload = { burden = { refused = 10 } } } }),
  },
  scenario "都愿意办" {
    given = given("unlisted", "letter"),
    story = add(answers(function() return "accept" end), { expect = { payload = { burden = { refused = 0 } } } }),
  },
  scenario "DL-09 从网格系统接口交办清单外的调查，退回" {
    given = given("unlisted", "grid"),
    story = { { expect = { result = "rejected", explained = "清单外的事项不得交办", effect = "notice" } } },
  },
  scenario "DL-09 批量导入的同样退回" {
    given = given("unlisted", "import"),
    story = { { expect = { result = "rejected" } } },
  },
  scenario "紧急临时纳入没有写明截止日的，从系统交办也退回" {
    given = given("urgent", "grid"),
    story = { { expect = { result = "rejected" } } },
  },
  scenario "DL-09 清单内的照办" {
    given = (function()
      local entry = given("listed", "grid")
      entry.form.communities = { { unit = "cm-330602001001" } }
      return entry
    end)(),
    story = { { act = "complete", task = "work", outcome = "done" }, { expect = { result = "closed" } } },
  },
}

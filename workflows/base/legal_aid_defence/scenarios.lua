local function given(ground, more)
  local form = { organ = "绍兴市中级人民法院", notice_no = "（2026）浙06刑初1号", ground = ground, stage = "trial", custody = true }
  for key, value in pairs(more or {}) do form[key] = value end
  return { at = "2026-02-12 10:00", unit = "la-330602", area = "330602", form = form }
end

local ours = { act = "complete", task = "receive", outcome = "ours" }

local function assigned(years, more, step)
  local form = { lawyer = "陈律师", lawyer_years = years }
  for key, value in pairs(more or {}) do form[key] = value end
  return { act = "complete", task = step or "assign_soon", outcome = "assigned", form = form }
end

-- 不合条件的人员，指派不了。
local function unfit(years, field, step)
  local entry = assigned(years, {}, step)
  entry.refused, entry.field = "FORM_INVALID", field
  return entry
end

return {
  scenario "LA-09 法院通知：指派遇春节顺延，七十二小时内部提醒，执业三年" {
    given = given("life_or_death"),
    story = {
      ours, { expect = { open = { "assign_soon" }, due = "2026-02-24", step_due = { assign_soon = "2026-02-15 10:00" } } },
      { wait_until = "2026-02-15 10:00" },
      { expect = { event = "ClockOverdue", light = "yellow" } },
      unfit(2, "lawyer_years"), { expect = { open = { "assign_soon" }, no_event = "NoticeIssued", step_due = { assign_soon = "2026-02-15 10:00" } } },
      assigned(3), { expect = { open = { "meeting" }, effect = "notice" } },
      { act = "complete", task = "meeting", outcome = "signed" },
      { act = "complete", task = "handling", outcome = "closed", at = "2026-05-20 10:00", form = { closed_on = "2026-05-20" } },
      { act = "complete", task = "hand_in", outcome = "handed_in" },
      { act = "complete", task = "pay", outcome = "paid" },
      { expect = { status = "finished", result = "defended" } },
    },
  },
  scenario "未成年人案件指派熟悉其身心特点的律师；没有羁押的没有内部时限" {
    given = given("minor", { custody = false }),
    story = {
      ours, { expect = { open = { "assign" } } },
      unfit(10, "knows_minors", "assign"), { expect = { open = { "assign" } } },
      assigned(4, { knows_minors = true }, "assign"), { expect = { open = { "meeting" } } },
    },
  },
  scenario "拒绝援助律师的，查明原因另行指派" {
    given = given("impaired"),
    story = {
      ours, assigned(1),
      { act = "complete", task = "meeting", outcome = "refused" },
      { act = "complete", task = "refusal", outcome = "reassign", reason = "语言不通。" },
      { act = "complete", task = "assign_again", outcome = "assigned", form = { lawyer = "李律师" } },
      { act = "complete", task = "handling", outcome = "own_lawyer", reason = "家属另行委托。" },
      { expect = { result = "terminated", effect = "notice" } },
    },
  },
  scenario "另行指派的，也须符合条件" {
    given = given("death_review"),
    story = {
      ours, assigned(8),
      { act = "complete", task = "meeting", outcome = "refused" },
      { act = "complete", task = "refusal", outcome = "reassign", reason = "当事人要求更换。" },
      unfit(1, "lawyer_years", "assign_again"),
      assigned(5, {}, "assign_again"), { expect = { open = { "handling" } } },
    },
  },
  scenario "会见时查明已自行委托的，终止" {
    given = given("other"),
    story = {
      ours, assigned(1), { act = "complete", task = "meeting", outcome = "refused" },
      { act = "complete", task = "refusal", outcome = "own_lawyer", reason = "家属已委托。" },
      { expect = { result = "terminated" } },
    },
  },
  scenario "不属于本机构的，退回通知机关" {
    given = given("absent"),
    story = {
      { act = "complete", task = "receive", outcome = "not_ours", reason = "属柯桥区管辖。" },
      { expect = { result = "returned" } },
    },
  },
}

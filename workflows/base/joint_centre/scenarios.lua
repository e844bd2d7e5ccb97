local visit = {
  matters = {
    { item = "LA01", title = "工伤赔偿法律援助", process = "legal_aid", unit = "la-330602",
      form = { matter = "injury", exemption = "migrant_worker", facts = "工地受伤。" } },
    { item = "TJ01", title = "与房东的押金纠纷", process = "mediation", unit = "tj-330602",
      form = { dispute = "lease", facts = "押金不退。" } },
    { item = "XF01", title = "村道损坏", process = "petition", unit = "xf-330602",
      form = { class = "request", facts = "村道压坏。" } },
  },
}

local function given(more)
  local form = { matters = visit.matters }
  for key, value in pairs(more or {}) do form[key] = value end
  return { at = "2026-10-01 10:15", unit = "zz-330602", area = "330602", form = form, duties = { mediation = "tj-330602" } }
end

return {
  scenario "JC-01 一次来访三个事项，子件全部办结后母件办结，另行回访" {
    given = { at = "2026-09-18 09:12", unit = "zz-330602", area = "330602", form = visit },
    story = {
      { expect = { open = { "matters", "disagreement" }, children = 3, status = "running" } },
      { child = 1, result = "granted", at = "2026-09-25 10:00" },
      { child = 2, result = "agreed", at = "2026-10-12 10:00" },
      { expect = { status = "running", open = { "matters", "disagreement" } } },
      { child = 3, result = "supported", at = "2026-11-10 10:00" },
      { expect = { status = "finished", result = "closed", effect = { "message", "notice", "start_case" }, children = 4 } },
    },
  },

  scenario "JC-03 先推送110并附位置，两小时内联系，事项照常办理" {
    given = given { danger = true, place = "鲁迅中路8号" },
    story = {
      { expect = { effect = { "connector", "start_case" }, open = { "matters", "contact", "disagreement" }, children = 3,
          step_due = { contact = "2026-10-01 12:15" }, payload = { push_110 = { mode = "push_110", place = "鲁迅中路8号" } } } },
      { act = "complete", task = "contact", outcome = "contacted", at = "2026-10-01 11:00" },
      { message = "police_feedback", outcome = "dispute", form = { root_facts = "邻里噪声纠纷，已制止。" }, at = "2026-10-01 18:00" },
      { expect = { open = { "matters", "root_dispute", "disagreement" }, children = 4 } },
      { child = 1, result = "granted" }, { child = 2, result = "failed" }, { child = 3, result = "supported" },
      { expect = { status = "running" } },
      { child = 4, result = "agreed", at = "2026-10-20 10:00" },
      { expect = { status = "finished" } },
    },
  },

  scenario "JC-03 归属不清的三方通话，联系不上也等110反馈" {
    given = given { danger = true, unclear = true },
    story = {
      { expect = { effect = { "message", "connector" } } },
      { act = "complete", task = "contact", outcome = "unreachable" },
      { message = "police_feedback", outcome = "settled" },
      { expect = { open = { "matters", "disagreement" }, children = 3 } },
    },
  },

  scenario "JC-03 疑难的也一样：领导还没有包案，两小时内照样要联系" {
    given = given { danger = true, level = "difficult" },
    story = {
      { expect = { effect = "connector", open = { "contact", "disagreement", "take_charge" }, children = 0,
          step_due = { contact = "2026-10-01 12:15" } } },
      { act = "complete", task = "contact", outcome = "contacted", at = "2026-10-01 11:00" },
      { act = "complete", task = "take_charge", outcome = "taken", form = { in_charge = "王副区长" }, at = "2026-10-01 14:00" },
      { expect = { open = { "disagreement", "matters", "police_feedback" }, children = 3 } },
    },
  },

  scenario "疑难事项领导包案后分流" {
    given = given { level = "difficult" },
    story = {
      { expect = { open = { "take_charge", "disagreement" } } },
      { act = "complete", task = "take_charge", outcome = "taken", form = { in_charge = "王副区长" } },
      { expect = { open = { "matters", "disagreement" }, children = 3 } },
    },
  },

  scenario "两个单位意见不一致，会商后可以再次会商；办结时不再等待" {
    given = given(),
    story = {
      { message = "conference_requested", outcome = "requested" },
      { expect = { open = { "matters", "conference" } } },
      { act = "complete", task = "conference", outcome = "decided", form = { result_note = "以调解为主，信访配合。" } },
      { message = "conference_requested" },
      { child = 1, result = "granted" }, { child = 2, result = "agreed_oral" }, { child = 3, result = "supported" },
      { expect = { status = "finished", event = "StepWithdrawn" } },
    },
  },

  scenario "至少要有一个事项" {
    given = { at = "2026-09-18 09:12", unit = "zz-330602", area = "330602", form = { matters = {} }, refused = "FORM_INVALID" },
    story = {},
  },
}

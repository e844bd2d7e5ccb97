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

return {
  scenario "JC-01 一次来访三个事项，子件全部办结后母件办结" {
    given = { at = "2026-09-18 09:12", unit = "zz-330602", area = "330602", form = visit },
    story = {
      { expect = { open = { "matters" }, children = 3, status = "running" } },
      { child = 1, result = "granted", at = "2026-09-25 10:00" },
      { child = 2, result = "agreed", at = "2026-10-12 10:00" },
      { expect = { status = "running", open = { "matters" } } },
      { child = 3, result = "supported", at = "2026-11-10 10:00" },
      { expect = { status = "finished", result = "closed", effect = { "message", "notice" } } },
    },
  },

  scenario "JC-03 有现实危险的，先推送110，事项照常办理" {
    given = { at = "2026-10-01 10:15", unit = "zz-330602", area = "330602",
              form = { danger = true, matters = visit.matters } },
    story = {
      { expect = { effect = { "connector", "start_case" }, open = { "matters" }, children = 3 } },
    },
  },

  scenario "至少要有一个事项" {
    given = { at = "2026-09-18 09:12", unit = "zz-330602", area = "330602", form = { matters = {} }, refused = "FORM_INVALID" },
    story = {},
  },
}

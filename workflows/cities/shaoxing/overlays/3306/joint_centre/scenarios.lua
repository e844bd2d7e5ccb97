local visit = {
  matters = {
    { item = "LA01", title = "工伤赔偿法律援助", process = "legal_aid", unit = "la-330602",
      form = { matter = "injury", exemption = "migrant_worker", facts = "工地受伤。" } },
  },
}

return {
  scenario "全市办结后两个工作日内回访" {
    given = { at = "2026-09-18 09:12", unit = "zz-3306", area = "3306", form = visit },
    story = {
      { child = 1, result = "granted", at = "2026-09-25 10:00" },
      { expect = { status = "finished", payload = { callback = { within = "2wd" } } } },
    },
  },
}

local wages = {
  matter = "wages", exemption = "none", income = 210000, commitment = true, facts = "在一家印染厂工作，被拖欠工资。",
}
local papers = { application = "original", identity = "copy", hardship = "original", case_papers = "copy" }

return {
  scenario "全市补正期15个工作日，跨过端午假期" {
    given = { at = "2026-06-08 09:30", unit = "la-3306", area = "3306", form = wages, materials = papers },
    story = {
      { act = "complete", task = "accept", outcome = "missing" },
      { expect = { open = { "supplement" }, step_due = { supplement = "2026-06-30" } } },
      { wait_until = "2026-06-30 23:59" },
      { expect = { open = { "supplement" } } },
      { wait_until = "2026-07-01 00:00" },
      { expect = { status = "finished", result = "withdrawn_deemed" } },
    },
  },
}

local wages = {
  matter = "wages", exemption = "none", income = 210000, commitment = true, language_help = "dialect",
  facts = "在越城区一家印染厂工作，被拖欠工资。",
}
local papers = { application = "original", identity = "copy", hardship = "original", case_papers = "copy" }
local given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602", form = wages, materials = papers }

return {
  scenario "给予援助先由负责人复核，再送达决定" {
    given = given,
    story = {
      { act = "complete", task = "accept", outcome = "complete", at = "2026-03-03 10:25" },
      { act = "complete", task = "examine", outcome = "grant", at = "2026-03-05 15:00" },
      { expect = { open = { "leader_review" }, desk = { leader_review = "la-330602/leader" },
                   step_due = { leader_review = "2026-03-06" }, due = "2026-03-10", no_event = "NoticeIssued" } },
      { act = "complete", task = "leader_review", outcome = "confirm", at = "2026-03-06 09:00" },
      { expect = { open = { "assign" }, effect = "notice" } },
    },
  },

  scenario "负责人退回要写理由，退回后重新审查" {
    given = given,
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { act = "complete", task = "examine", outcome = "grant", at = "2026-03-05 15:00" },
      { act = "complete", task = "leader_review", outcome = "back", refused = "REASON_REQUIRED" },
      { act = "complete", task = "leader_review", outcome = "back", reason = "收入说明与社保记录不一致，请核对。" },
      { expect = { open = { "examine" } } },
    },
  },

  scenario "市里统一的补正期在区里同样有效" {
    given = { at = "2026-06-08 09:30", unit = "la-330602", area = "330602", form = wages, materials = papers },
    story = {
      { act = "complete", task = "accept", outcome = "missing" },
      { expect = { step_due = { supplement = "2026-06-30" } } },
    },
  },
}

local papers = { application = "original", identity = "copy", hardship = "original", case_papers = "copy" }

local function applicant(income)
  return { matter = "wages", exemption = "none", income = income, commitment = true, facts = "在一家印染厂工作，被拖欠工资。" }
end

return {
  scenario "收入正好在省定标准上，符合经济困难" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602", form = applicant(350000), materials = papers },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { expect = { proposal = { examine = "grant" } } },
    },
  },
  scenario "高出省定标准一分，建议不予援助" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602", form = applicant(350001), materials = papers },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { expect = { proposal = { examine = "refuse" } } },
    },
  },
}

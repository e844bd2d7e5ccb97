local wages = {
  matter = "wages", exemption = "none", income = 210000, commitment = true, facts = "在塔山街道一家饭店工作，被拖欠工资。",
}
local papers = { application = "original", identity = "copy", hardship = "original", case_papers = "copy",
                 residence = "follows" }

return {
  scenario "街道窗口代办受理，区中心审查，仍由区负责人复核" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602001", form = wages, materials = papers,
              duties = { joint_centre = "zz-330602001", legal_aid = "la-330602" } },
    story = {
      { expect = { open = { "accept" }, desk = { accept = "zz-330602001/window" } } },
      { act = "complete", task = "accept", outcome = "complete", at = "2026-03-03 10:40" },
      { expect = { desk = { examine = "la-330602/reviewer" }, due = "2026-03-10" } },
      { act = "complete", task = "examine", outcome = "grant", at = "2026-03-05 15:00" },
      { expect = { open = { "leader_review" } } },
    },
  },

  scenario "没有带居住证明的可以先收件，容后补交" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602001", form = wages,
              materials = { application = "original", identity = "copy", hardship = "original", case_papers = "copy" },
              duties = { joint_centre = "zz-330602001", legal_aid = "la-330602" } },
    story = { { expect = { open = { "accept" }, status = "running" } } },
  },
}

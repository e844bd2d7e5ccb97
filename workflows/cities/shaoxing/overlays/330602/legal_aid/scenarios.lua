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
      { wait_until = "2026-07-01 00:00" },
      { expect = { status = "finished", result = "withdrawn_deemed" } },
    },
  },

  scenario "复核后指派，结案交卷，补齐案卷后支付补贴" {
    given = given,
    story = {
      { act = "complete", task = "accept", outcome = "complete", at = "2026-03-03 10:25" },
      { act = "complete", task = "examine", outcome = "grant", at = "2026-03-05 15:00" },
      { act = "complete", task = "leader_review", outcome = "confirm", at = "2026-03-06 09:00" },
      { act = "complete", task = "assign", outcome = "assigned", at = "2026-03-09 09:30",
        form = { lawyer = "陈律师", lawyer_years = 6 } },
      { act = "complete", task = "agreement", outcome = "signed", at = "2026-03-13 14:00" },
      { act = "complete", task = "handling", outcome = "change", at = "2026-04-01 10:00" },
      { act = "complete", task = "decide_change", outcome = "keep", reason = "没有证据。" },
      { act = "complete", task = "handling", outcome = "closed", at = "2026-05-20 10:00", form = { closed_on = "2026-05-20" } },
      { act = "complete", task = "hand_in", outcome = "handed_in", at = "2026-06-01 10:00" },
      { act = "complete", task = "pay", outcome = "incomplete", at = "2026-06-03 10:00", reason = "缺少庭审笔录。",
        form = { file_gaps = "庭审笔录" } },
      { act = "complete", task = "complete_file", outcome = "handed_in", at = "2026-06-05 10:00" },
      { act = "complete", task = "pay_again", outcome = "paid", at = "2026-06-10 10:00" },
      { expect = { status = "finished", result = "granted" } },
    },
  },

  scenario "骗取援助的，终止、移送并按阶段支付" {
    given = given,
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { act = "complete", task = "examine", outcome = "grant", at = "2026-03-05 10:00" },
      { act = "complete", task = "leader_review", outcome = "confirm", at = "2026-03-06 09:00" },
      { act = "complete", task = "assign", outcome = "assigned", form = { lawyer = "陈律师" } },
      { act = "complete", task = "agreement", outcome = "signed" },
      { act = "complete", task = "handling", outcome = "terminate" },
      { act = "complete", task = "confirm_termination", outcome = "terminate", form = { ground = "fraud" }, reason = "伪造工资欠条。" },
      { expect = { open = { "hand_in" }, effect = { "message", "notice" } } },
      { act = "complete", task = "hand_in", outcome = "handed_in" },
      { act = "complete", task = "pay", outcome = "paid" },
      { expect = { status = "finished", result = "terminated" } },
    },
  },

  scenario "更换律师重新指派；自行委托律师的终止，不移送" {
    given = given,
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { act = "complete", task = "examine", outcome = "grant", at = "2026-03-05 10:00" },
      { act = "complete", task = "leader_review", outcome = "confirm", at = "2026-03-06 09:00" },
      { act = "complete", task = "assign", outcome = "assigned", form = { lawyer = "陈律师" } },
      { act = "complete", task = "agreement", outcome = "recipient_absent", reason = "受援人在外地务工。" },
      { act = "complete", task = "handling", outcome = "change" },
      { act = "complete", task = "decide_change", outcome = "change", reason = "律师与对方当事人有利害关系。" },
      { expect = { open = { "assign" } } },
      { act = "complete", task = "assign", outcome = "assigned", form = { lawyer = "李律师" } },
      { act = "complete", task = "agreement", outcome = "signed" },
      { act = "complete", task = "handling", outcome = "terminate" },
      { act = "complete", task = "confirm_termination", outcome = "continue", form = { ground = "asked" }, reason = "受援人要求继续援助。" },
      { expect = { open = { "handling" } } },
      { act = "complete", task = "handling", outcome = "terminate" },
      { act = "complete", task = "confirm_termination", outcome = "terminate", form = { ground = "own_lawyer" }, reason = "受援人自行委托律师。" },
      { expect = { open = { "hand_in" }, no_event = "EffectRecorded" } },
    },
  },
}

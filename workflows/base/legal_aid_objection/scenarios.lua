local given = {
  at = "2026-04-30 10:00", unit = "sf-330602", area = "330602",
  form = { against = "refusal", decision_no = "越法援拒〔2026〕8号", served_on = "2026-04-28", reasons = "收入计算有误。",
    application = { { unit = "la-330602", form = { matter = "wages", exemption = "none", income = 210000, commitment = true, facts = "拖欠工资。" },
      materials = { application = { state = "original" } } } } },
}

return {
  scenario "LA-07 异议五日内审查，遇劳动节顺延；责令改正后给予援助" {
    given = given,
    story = {
      { expect = { open = { "examine" }, due = "2026-05-06" } },
      { act = "complete", task = "examine", outcome = "correct", at = "2026-05-06 10:00", refused = "REASON_REQUIRED" },
      { act = "complete", task = "examine", outcome = "correct", reason = "应当扣除医疗支出。" },
      { expect = { open = { "regrant" }, effect = "notice" } },
      { act = "complete", task = "regrant", outcome = "granted", at = "2026-05-07 10:00" },
      { expect = { result = "corrected", children = 1, effect = "start_case" } },
    },
  },
  scenario "LA-07 维持原决定，告知行政复议六十日、行政诉讼六个月" {
    given = given,
    story = {
      { act = "complete", task = "examine", outcome = "maintain", refused = "REASON_REQUIRED" },
      { act = "complete", task = "examine", outcome = "maintain", reason = "原决定认定事实清楚。" },
      { expect = { result = "maintained", effect = "notice",
          payload = { tell_maintained = { reconsideration_days = 60, lawsuit_months = 6 } } } },
    },
  },
}

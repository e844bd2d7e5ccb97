local road = { class = "request", facts = "村道被重型车辆压坏，多次反映未修复。" }

return {
  scenario "JC-06 受理、办理、延期一次的期限" {
    given = { at = "2026-01-30 09:00", unit = "xf-330602", area = "330602", form = road },
    story = {
      { act = "complete", task = "register", outcome = "forward", form = { competent_unit = "js-330602" } },
      { expect = { open = { "accept" }, step_due = { accept = "2026-02-14" }, desk = { accept = "js-330602/handler" } } },
      { act = "complete", task = "accept", outcome = "accept", at = "2026-02-14 15:00" },
      { expect = { open = { "handle" }, due = "2026-04-15", effect = "notice" } },
      { act = "extend", period = "30d", reason = "需要协调多个产权单位。", by = "leader", at = "2026-04-10 10:00" },
      { expect = { due = "2026-05-15", effect = "notice" } },
      { act = "extend", period = "30d", reason = "再次延期。", by = "leader", at = "2026-05-10 10:00", refused = "EXTENSION_USED" },
      { act = "complete", task = "handle", outcome = "support", at = "2026-05-12 10:00", form = { opinion = "列入六月养护计划。", basis = "《公路法》第35条" } },
      { expect = { status = "finished", result = "supported" } },
    },
  },

  scenario "JC-06 到期以后不得再批准延期" {
    given = { at = "2026-01-30 09:00", unit = "xf-330602", area = "330602", form = road },
    story = {
      { act = "complete", task = "register", outcome = "forward" },
      { act = "complete", task = "accept", outcome = "accept", at = "2026-02-14 15:00" },
      { act = "extend", period = "30d", reason = "来不及。", by = "leader", at = "2026-04-16 09:00", refused = "EXTENSION_TOO_LATE" },
      { expect = { due = "2026-04-15", light = "red" } },
    },
  },

  scenario "JC-01 受理期限末日在国庆长假" {
    given = { at = "2026-09-18 09:12", unit = "xf-330602", area = "330602", form = road },
    story = {
      { act = "complete", task = "register", outcome = "forward" },
      { expect = { step_due = { accept = "2026-10-08" } } },
    },
  },

  scenario "不予支持须说明理由，并告知可以请求复查" {
    given = { at = "2026-03-02 09:00", unit = "xf-330602", area = "330602", form = road },
    story = {
      { act = "complete", task = "register", outcome = "forward" },
      { act = "complete", task = "accept", outcome = "accept" },
      { act = "complete", task = "handle", outcome = "not_support", reason = "诉求没有政策依据。", refused = "FORM_INVALID", field = "opinion" },
      { act = "complete", task = "handle", outcome = "not_support", form = { opinion = "经核查不符合条件。" }, refused = "REASON_REQUIRED" },
      { act = "complete", task = "handle", outcome = "not_support", form = { opinion = "经核查不符合条件。" }, reason = "诉求没有政策依据。" },
      { expect = { status = "finished", result = "not_supported", effect = "notice" } },
    },
  },

  scenario "诉求合理但没有依据的，解释说明" {
    given = { at = "2026-03-02 09:00", unit = "xf-330602", area = "330602", form = road },
    story = {
      { act = "complete", task = "register", outcome = "forward" },
      { act = "complete", task = "accept", outcome = "accept" },
      { act = "complete", task = "handle", outcome = "explain", form = { opinion = "暂不具备条件。" }, reason = "尚无专项资金。" },
      { expect = { status = "finished", result = "explained" } },
    },
  },

  scenario "应当通过诉讼、仲裁、复议解决的，导入法定途径" {
    given = { at = "2026-03-02 09:00", unit = "xf-330602", area = "330602", form = { class = "request", facts = "不服交通处罚。" } },
    story = {
      { act = "complete", task = "register", outcome = "to_law" },
      { expect = { status = "finished", result = "routed_to_law", effect = "notice" } },
    },
  },

  scenario "承办单位也可以导入法定途径" {
    given = { at = "2026-03-02 09:00", unit = "xf-330602", area = "330602", form = { class = "request", facts = "不服劳动仲裁。" } },
    story = {
      { act = "complete", task = "register", outcome = "forward" },
      { act = "complete", task = "accept", outcome = "to_law" },
      { expect = { status = "finished", result = "routed_to_law" } },
    },
  },

  scenario "已经三级终结的，不再受理" {
    given = { at = "2026-03-02 09:00", unit = "xf-330602", area = "330602", form = road },
    story = {
      { act = "complete", task = "register", outcome = "repeated" },
      { expect = { status = "finished", result = "not_again" } },
    },
  },

  scenario "不予受理由有权单位决定并说明理由" {
    given = { at = "2026-03-02 09:00", unit = "xf-330602", area = "330602", form = road },
    story = {
      { act = "complete", task = "register", outcome = "forward" },
      { act = "complete", task = "accept", outcome = "refuse", refused = "REASON_REQUIRED" },
      { act = "complete", task = "accept", outcome = "refuse", reason = "同一事项正在法定期限内办理。" },
      { expect = { status = "finished", result = "not_accepted" } },
    },
  },

  scenario "走访代表不超过五人" {
    given = { at = "2026-03-02 09:00", unit = "xf-330602", area = "330602",
              form = { class = "request", facts = "集体反映征迁补偿。", group = true, representatives = 6 },
              refused = "FORM_INVALID" },
    story = {},
  },
}

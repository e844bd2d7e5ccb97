local given = { at = "2026-03-03 09:00", form = { departments = {
  { unit = "water", lead = true }, { unit = "power", within = "2wd" }, { unit = "roads" },
} } }

return {
  scenario "协办没答齐，主办不能答复；逾期的不再等" {
    given = given,
    story = {
      { expect = { open = { "handle" }, desk = { handle = "water/handler" } } },
      { act = "complete", task = "handle", outcome = "replied", form = { reply = "已修复" }, refused = "CO_HANDLERS_OPEN" },
      { act = "complete", task = "handle", item = 2, outcome = "replied", reason = "线路正常", refused = "OUTCOME_UNKNOWN" },
      { act = "complete", task = "handle", item = 2, outcome = "answered", refused = "REASON_REQUIRED" },
      { act = "return", task = "handle", item = 2, step = "handle", reason = "不是本单位的事", refused = "RETURN_NOT_LEAD" },
      { act = "complete", task = "handle", item = 2, outcome = "answered", reason = "线路正常", at = "2026-03-05 17:00" },
      { expect = { open = { "handle" }, no_event = "InstanceLate" } },
      { act = "complete", task = "handle", outcome = "replied", form = { reply = "已修复" }, refused = "CO_HANDLERS_OPEN" },
      { act = "remove_handler", task = "handle", reason = "不需要主办", by = "leader", refused = "REMOVE_LAST" },
      { wait_until = "2026-03-11 00:00" },
      { expect = { event = "InstanceLate", open = { "handle" } } },
      { act = "complete", task = "handle", outcome = "replied", refused = "FORM_INVALID", field = "reply" },
      { act = "complete", task = "handle", outcome = "replied", form = { reply = "已修复" } },
      { expect = { status = "finished", result = "replied", event = { "StepWithdrawn", "EffectRecorded" } } },
    },
  },

  scenario "都按时答了，一个答复" {
    given = given,
    story = {
      { act = "complete", task = "handle", item = 3, outcome = "answered", reason = "路面无损" },
      { act = "complete", task = "handle", item = 2, outcome = "answered", reason = "线路正常" },
      { act = "complete", task = "handle", outcome = "replied", form = { reply = "已修复" } },
      { expect = { status = "finished", result = "replied", no_event = { "EffectRecorded", "InstanceLate", "StepWithdrawn" } } },
    },
  },

  scenario "过了自己的期限才答，也记为逾期" {
    given = given,
    story = {
      { act = "complete", task = "handle", item = 3, outcome = "answered", reason = "路面无损" },
      { act = "complete", task = "handle", item = 2, outcome = "answered", reason = "线路正常", at = "2026-03-06 09:00" },
      { act = "complete", task = "handle", outcome = "replied", form = { reply = "已修复" } },
      { expect = { status = "finished", result = "replied", event = { "InstanceLate", "EffectRecorded" } } },
    },
  },

  scenario "不是本单位的事，协办答过再退" {
    given = { form = { departments = { { unit = "water" }, { unit = "power" } } } },
    story = {
      { act = "complete", task = "handle", item = 2, outcome = "answered", reason = "属电信线路" },
      { act = "complete", task = "handle", outcome = "not_ours", form = { reply = "应由电信部门办理" } },
      { expect = { status = "finished", result = "returned" } },
    },
  },
}

return {
  scenario "周四上报，周末不算，下周二到期" {
    given = { at = "2026-03-05 09:00", unit = "sq-1", form = { place = "锦绣新村3幢", found = "纸箱占道" } },
    story = {
      { expect = { open = { "clear" }, due = "2026-03-10" } },
      { act = "complete", task = "clear", outcome = "cleared", refused = "FORM_INVALID", field = "done" },
      { act = "complete", task = "clear", outcome = "cleared", form = { done = "已清运" } },
      { expect = { status = "finished", result = "cleared" } },
    },
  },
  scenario "劝不动，报街道" {
    given = { at = "2026-03-05 09:00", unit = "sq-1", form = { place = "锦绣新村3幢", found = "旧家具" },
              units = { { id = "jd-1", level = "street" }, { id = "sq-1", level = "community", parent = "jd-1" } } },
    story = {
      { act = "complete", task = "clear", outcome = "refused", form = { done = "住户不同意" } },
      { expect = { open = { "street" }, desk = { street = "jd-1/handler" } } },
      { act = "complete", task = "street", outcome = "cleared" },
      { expect = { status = "finished" } },
    },
  },
}

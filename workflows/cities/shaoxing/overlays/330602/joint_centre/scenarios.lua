local function visit(visitors)
  return {
    visitors = visitors,
    matters = {
      { item = "TJ01", title = "与房东的押金纠纷", process = "mediation", unit = "tj-330602",
        form = { dispute = "lease", facts = "押金不退。" } },
    },
  }
end

return {
  scenario "登记来访人数" {
    given = { at = "2026-09-18 09:12", unit = "zz-330602", area = "330602", form = visit(12) },
    story = { { expect = { children = 1, form = { visitors = 12 } } } },
  },
  scenario "来访人数不能为零" {
    given = { at = "2026-09-18 09:12", unit = "zz-330602", area = "330602", form = visit(0), refused = "FORM_INVALID" },
    story = {},
  },
}

local function visit(count)
  local matters = {}
  for i = 1, count do
    matters[i] = { item = "TJ01", title = "纠纷" .. i, process = "mediation", unit = "tj-330602001",
                   form = { dispute = "lease", facts = "押金不退。" } }
  end
  return { matters = matters }
end

return {
  scenario "一次登记五个事项" {
    given = { at = "2026-09-18 09:12", unit = "zz-330602001", area = "330602001", form = visit(5) },
    story = { { expect = { children = 5 } } },
  },
  scenario "六个事项由区中心登记" {
    given = { at = "2026-09-18 09:12", unit = "zz-330602001", area = "330602001", form = visit(6), refused = "FORM_INVALID" },
    story = {},
  },
}

local units = { { id = "qu", level = "district" }, { id = "jd-1", level = "street", parent = "qu" } }

local function given(kind, households)
  return { at = "2026-03-02 09:00", unit = "jd-1", area = "330602001", units = units,
    form = { reason = "小区交付。", grids = { { code = "330602001001G01", name = "第一网格", kind = kind, households = households } } } }
end

local submit = { act = "complete", task = "draft", outcome = "submit" }

local function sized(name, kind, households, why)
  return scenario(name) {
    given = given(kind, households),
    story = {
      submit, { expect = { open = { "review" }, desk = { review = "qu/leader" }, explained = why } },
      { act = "complete", task = "review", outcome = "approve" },
      { expect = { result = "divided", effect = { "message", "ledger" } } },
    },
  }
end

return {
  sized("DL-09 城镇网格320户，提示户数，仍可设立", "urban", 320, "城镇第一网格320户，标准为不超过300户。仍可设立"),
  sized("DL-09 农村网格60户，同样提示", "rural", 60, "农村第一网格60户，标准为80–120户"),
  sized("农村网格121户，超出上限也提示", "rural", 121, "标准为80–120户"),
  sized("正好在标准上的不提示", "urban", 300, "各网格户数均在标准内"),
  sized("专属网格没有户数标准", "special", 5, "各网格户数均在标准内"),
  scenario "区里退回要说明理由；街道可以撤回" {
    given = given("rural", 60),
    story = {
      submit, { act = "complete", task = "review", outcome = "send_back", refused = "REASON_REQUIRED" },
      { act = "complete", task = "review", outcome = "send_back", reason = "并入相邻网格。" },
      { act = "complete", task = "draft", outcome = "drop" }, { expect = { result = "dropped" } },
    },
  },
}

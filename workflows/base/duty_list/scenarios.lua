local function items(first)
  local list = {}
  local function add(kind, count)
    for _ = 1, count do
      local n = #list + 1
      list[n] = { line = n + 1, list = kind, code = string.format("Y%03d", n), name = "事项" .. n }
      if kind == "cooperation" then list[n].lead = "应急管理局" end
      if kind == "withdrawn" then list[n].receiver, list[n].receiver_name = "sc-330602", "市场监管局" end
    end
  end
  add("basic", 117)
  add("cooperation", 99)
  add("withdrawn", 124)
  return first and { table.unpack(list, 1, first) } or list
end

local function given(form)
  form.source = form.source or "first"
  return { at = "2025-12-01 09:00", unit = "bb-330602", area = "330602", form = form }
end

local submit = { act = "complete", task = "draft", outcome = "submit", form = { version = 1, effective_from = "2026-01-04" } }

local function streets(count)
  local list = {}
  for i = 1, count do list[i] = { unit = "st-33060200" .. i } end
  return list
end

local function broken(change)
  local list = items()
  change(list)
  return given { items = list }
end

return {
  scenario "DL-01 117、99、124，共340项；第一版自2026年1月4日起生效" {
    given = given { items = items() },
    story = {
      submit,
      { expect = { open = { "legality" }, explained = "基本117项、配合99项、收回124项，共340项" } },
      { act = "complete", task = "legality", outcome = "pass" },
      { act = "complete", task = "approve", outcome = "approve", at = "2025-12-20 10:00" },
      { expect = { open = { "effective" }, effect = "message" } },
      { wait_until = "2026-01-03 23:59" },
      { expect = { status = "running" } },
      { wait_until = "2026-01-04 00:00" },
      { expect = { result = "in_force", payload = { activate = { version = 1, total = 340, withdrawn = 124 } } } },
    },
  },
  scenario "DL-01 同一事项列入两张清单，退回，写明行号" {
    given = broken(function(list) list[300].code = "Y005" end),
    story = { submit, { expect = { open = { "draft" }, explained = "第301行：Y005 已在第6行列入" } } },
  },
  scenario "事项没有写代码，退回，写明行号" {
    given = broken(function(list) list[3].code = nil end),
    story = { submit, { expect = { open = { "draft" }, explained = "第4行：没有写事项代码" } } },
  },
  scenario "DL-01 配合事项没有牵头单位，退回" {
    given = broken(function(list) list[118].lead = nil end),
    story = { submit, { expect = { open = { "draft" }, explained = "第119行：配合履职事项没有写牵头单位" } } },
  },
  scenario "收回事项没有承接部门、清单名写错，一并指出" {
    given = broken(function(list) list[340].receiver, list[1].list = nil, "other" end),
    story = {
      submit,
      { expect = { open = { "draft" }, explained = { "第341行：收回事项没有写承接部门", "第2行：没有“other”这种清单" } } },
      { act = "complete", task = "draft", outcome = "drop", form = { version = 1, effective_from = "2026-01-04" } },
      { expect = { result = "dropped" } },
    },
  },
  scenario "街道都同意的，直接审查；审查、审定可以退回" {
    given = given { items = items(3), consulted = streets(2), source = "law" },
    story = {
      submit,
      { act = "complete", task = "consult", outcome = "agree" }, { act = "complete", task = "consult", outcome = "agree" },
      { act = "complete", task = "legality", outcome = "send_back", reason = "依据已废止。" },
      submit,
      { act = "complete", task = "consult", outcome = "agree" }, { act = "complete", task = "consult", outcome = "agree" },
      { act = "complete", task = "legality", outcome = "pass" },
      { act = "complete", task = "approve", outcome = "send_back", reason = "须再征求意见。" },
      { expect = { open = { "draft" } } },
    },
  },
  scenario "意见不一致的会商后再核对；都不同意的也会商，可以退回重拟" {
    given = given { items = items(3), consulted = streets(2), source = "request" },
    story = {
      submit,
      { act = "complete", task = "consult", outcome = "agree" },
      { act = "complete", task = "consult", outcome = "object", refused = "REASON_REQUIRED" },
      { act = "complete", task = "consult", outcome = "object", form = { opinion = "没有执法权。" }, reason = "没有执法权。" },
      { expect = { open = { "conference" } } },
      { act = "complete", task = "conference", outcome = "settled", reason = "改为配合事项。" },
      { act = "complete", task = "consult", outcome = "object", reason = "仍不同意。" },
      { act = "complete", task = "consult", outcome = "object", reason = "仍不同意。" },
      { act = "complete", task = "conference", outcome = "send_back" },
      { expect = { open = { "draft" } } },
    },
  },
}

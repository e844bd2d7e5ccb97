local function members(...)
  local list = {}
  for i, share in ipairs({ ... }) do list[i] = { name = "委员" .. i, share = share } end
  return { form = { members = list } }
end
local function vote(outcome, more)
  local entry = { act = "complete", task = "vote", outcome = outcome }
  for key, value in pairs(more or {}) do entry[key] = value end
  return entry
end
local function remove(more)
  local entry = { act = "remove_handler", task = "vote", reason = "回避", by = "leader" }
  for key, value in pairs(more or {}) do entry[key] = value end
  return entry
end

return {
  scenario "正好到门槛就通过，余下的不必再投" {
    given = members(60, 40),
    story = { vote("agree"), { expect = { status = "finished", result = "passed", event = "StepWithdrawn" } } },
  },
  scenario "差一点不通过：余下的都同意也不够时就不通过" {
    given = members(59, 41),
    story = { vote("agree"), { expect = { status = "running" } }, vote("abstain"), { expect = { result = "refused" } } },
  },
  scenario "先投反对，已经过不了" {
    given = members(41, 30, 29),
    story = { vote("refuse"), { expect = { status = "finished", result = "refused" } } },
  },
  scenario "权重是零的可以投，投了不算" {
    given = members(0, 60, 40),
    story = { vote("agree"), { expect = { status = "running" } }, vote("refuse"), { expect = { result = "refused" } } },
  },
  scenario "大家的权重都是零，没有谁通过得了" {
    given = members(0, 0),
    story = { vote("agree"), { expect = { status = "running" } }, vote("agree"), { expect = { result = "refused" } } },
  },
  scenario "最后一位回避，按投了的算" {
    given = members(50, 50),
    story = { vote("agree"), { expect = { status = "running" } }, remove(), { expect = { status = "finished", result = "passed" } } },
  },
  scenario "不能一个也不剩" {
    given = members(50, 50),
    story = { remove(), remove { refused = "REMOVE_LAST" }, vote("agree"), { expect = { result = "passed" } } },
  },
  scenario "半票不收" {
    given = { form = { members = { { name = "甲", share = 1.5 }, { name = "乙", share = 1 } } }, refused = "RULE_FAILED" },
  },
}

local function row(version, from, list)
  return { key = "Y120", area = "330602", version = version, from = from, list = list, lead = "yj-330602", assist = "st-330602001",
    receiver = "sc-330602", receiver_name = "市场监管局" }
end

local function given(list, more)
  local form = { item = "Y120", target = "st-330602001", target_level = "street", limit = "7d" }
  for key, value in pairs(more or {}) do form[key] = value end
  return { at = "2026-09-24 10:00", unit = "rx-330602", area = "330602001", form = form,
    ledgers = { duty_list = list and { row(1, "2026-01-04", list) } or {} } }
end

local ruling = { act = "complete", task = "ruling", outcome = "ruled", reason = "属生态环境监管职责。",
  form = { ruling_unit = "hj-330602", ruling_name = "生态环境局", ruling_number = "越职裁〔2026〕3号" } }

local function with_precedent(item)
  local entry = given("basic", { item = item })
  entry.at = "2026-10-12 09:00"
  entry.ledgers.duty_precedent = { { key = "Y120", unit = "hj-330602", unit_name = "生态环境局", number = "越职裁〔2026〕3号" } }
  return entry
end

local function two_versions(at)
  local entry = given("basic")
  entry.at, entry.ledgers.duty_list[2] = at, row(2, "2026-07-01", "withdrawn")
  return entry
end

return {
  scenario "DL-03 收回的事项派给街道，派出前拦下，写明承接部门，一键改派" {
    given = (function()
      local entry = given("withdrawn", { item = "电梯特种设备监管" })
      entry.ledgers.duty_list[1].key = "电梯特种设备监管"
      return entry
    end)(),
    story = {
      { expect = { open = { "blocked" }, effect = "ledger", explained = { "承接部门为市场监管局", "清单第1版" },
          proposal = { blocked = "reroute" }, payload = { over_dispatch = { item = "电梯特种设备监管", receiver = "sc-330602" } } } },
      { act = "complete", task = "blocked", outcome = "reroute" },
      { expect = { desk = { receive = "sc-330602/handler" } } },
      { act = "complete", task = "receive", outcome = "done" },
      { expect = { result = "closed" } },
    },
  },
  scenario "DL-03 拦下后也可以撤销" {
    given = given("withdrawn"),
    story = { { act = "complete", task = "blocked", outcome = "drop", reason = "误录。" }, { expect = { result = "dropped" } } },
  },
  scenario "DL-01 清单换版前立案的，仍按旧版派给街道" {
    given = two_versions("2026-06-30 16:00"),
    story = { { expect = { open = { "sign" }, explained = "清单第1版" } } },
  },
  scenario "DL-01 清单换版当日起立案的，按新版" {
    given = two_versions("2026-07-01 09:00"),
    story = { { expect = { open = { "blocked" }, explained = "清单第2版" } } },
  },
  scenario "收回的事项直接派给部门，部门不认的会商" {
    given = given("withdrawn", { target = "sc-330602", target_level = "department" }),
    story = {
      { expect = { open = { "receive" } } },
      { act = "complete", task = "receive", outcome = "not_ours", reason = "属住建职责。" },
      { expect = { open = { "conference" } } },
    },
  },
  scenario "DL-04 街道按期完成，牵头部门逾期，红灯只记牵头部门；牵头作结论才办结" {
    given = given("cooperation"),
    story = {
      { expect = { open = { "lead_part", "assist_part" }, step_due = { lead_part = "2026-10-08" },
          desk = { lead_part = "yj-330602/handler", assist_part = "st-330602001/handler" } } },
      { act = "complete", task = "assist_part", outcome = "done", at = "2026-09-29 15:00" },
      { act = "transfer", task = "lead_part", desk = "st-330602001/handler", by = "yj-330602/handler", refused = "TRANSFER_REFUSED" },
      { wait_until = "2026-10-09 00:00" },
      { expect = { event = "ClockOverdue", open = { "lead_part" }, light = "red" } },
      { act = "complete", task = "lead_part", outcome = "concluded", at = "2026-10-10 10:00", form = { answer = "已整改。" } },
      { expect = { result = "closed" } },
    },
  },
  scenario "退单一次改派，改派单位签收办理" {
    given = given("basic"),
    story = {
      { expect = { step_due = { sign = "2026-09-28" } } },
      { act = "complete", task = "sign", outcome = "not_ours", refused = "REASON_REQUIRED" },
      { act = "complete", task = "sign", outcome = "not_ours", reason = "不在本街道辖区。" },
      { act = "complete", task = "reroute", outcome = "redispatch", form = { handling_unit = "st-330602002" } },
      { expect = { desk = { sign_again = "st-330602002/handler" } } },
      { act = "complete", task = "sign_again", outcome = "accept" },
      { act = "complete", task = "handle", outcome = "done" },
      { expect = { result = "closed" } },
    },
  },
  scenario "退单理由不成立的，原单位办理；直接签收的办理" {
    given = given("basic"),
    story = {
      { act = "complete", task = "sign", outcome = "not_ours", reason = "人手不足。" },
      { act = "complete", task = "reroute", outcome = "uphold", reason = "属清单第12项。" },
      { expect = { desk = { handle = "st-330602001/handler" } } },
    },
  },
  scenario "签收即办理" {
    given = given("basic"),
    story = { { act = "complete", task = "sign", outcome = "accept" }, { expect = { open = { "handle" } } } },
  },
  scenario "DL-11 二次退单会商，五个工作日内裁定，登记先例，起草清单调整" {
    given = given("basic"),
    story = {
      { act = "complete", task = "sign", outcome = "not_ours", reason = "不属街道。" },
      { act = "complete", task = "reroute", outcome = "redispatch", form = { handling_unit = "zj-330602" } },
      { act = "complete", task = "sign_again", outcome = "not_ours", reason = "不属住建。" },
      { act = "complete", task = "conference", outcome = "held", form = { met_on = "2026-09-28" }, at = "2026-09-28 15:00" },
      { expect = { open = { "ruling" }, step_due = { ruling = "2026-10-10" } } },
      ruling,
      { expect = { open = { "ruled" }, children = 1, desk = { ruled = "hj-330602/handler" }, effect = { "ledger", "start_case" },
          payload = { precedent = { key = "Y120", area = "330602", unit = "hj-330602", unit_name = "生态环境局", number = "越职裁〔2026〕3号" } } } },
      { act = "complete", task = "ruled", outcome = "done" },
      { expect = { result = "closed" } },
    },
  },
  scenario "DL-11 别的事项不受先例影响" {
    given = with_precedent("Y121"),
    story = { { expect = { open = { "unlisted" } } } },
  },
  scenario "移出清单的事项，按清单外办理；别的区的清单不算" {
    given = (function()
      local entry = given("basic")
      entry.ledgers.duty_list[2] = row(2, "2026-07-01", "removed")
      entry.ledgers.duty_list[3] = row(3, "2026-08-01", "basic")
      entry.ledgers.duty_list[3].area = "330603"
      return entry
    end)(),
    story = { { expect = { open = { "unlisted" }, explained = "不在清单内" } } },
  },
  scenario "别的区的裁定不是本区的先例" {
    given = (function()
      local entry = with_precedent()
      entry.ledgers.duty_precedent[1].area = "330603"
      return entry
    end)(),
    story = { { expect = { open = { "sign" }, explained = "清单第1版" } } },
  },
  scenario "裁定以后清单又调整了的，以清单为准；裁定以前的清单不算" {
    given = (function()
      local entry = with_precedent()
      entry.ledgers.duty_precedent[1].day = "2026-06-01"
      entry.ledgers.duty_list[2] = row(2, "2026-07-01", "withdrawn")
      return entry
    end)(),
    story = { { expect = { open = { "blocked" }, explained = "清单第2版" } } },
  },
  scenario "DL-11 以后同一事项自动按裁定派单，写明文号" {
    given = with_precedent(),
    story = { { expect = { open = { "ruled" }, desk = { ruled = "hj-330602/handler" }, explained = "越职裁〔2026〕3号" } } },
  },
  scenario "清单外的事项不派给街道：交部门签收，或者会商" {
    given = given(nil),
    story = {
      { expect = { open = { "unlisted" }, explained = "不在清单内" } },
      { act = "complete", task = "unlisted", outcome = "department", form = { handling_unit = "hj-330602" } },
      { expect = { open = { "sign_again" } } },
    },
  },
  scenario "清单外的事项会商定责" {
    given = given(nil),
    story = { { act = "complete", task = "unlisted", outcome = "conference" }, { expect = { open = { "conference" } } } },
  },
}

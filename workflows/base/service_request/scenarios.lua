local lamp = {
  title = "路灯不亮", body = "鲁迅中路12号附近路灯有3盏不亮。", category = "市政设施", kind = "路灯故障",
  tier = "T3", limit = "7d", address = "绍兴市越城区塔山街道鲁迅中路",
}
local gas = { title = "楼道有燃气味", body = "单元楼道里煤气味很重。", kind = "燃气泄漏", tier = "T1", limit = "2h" }

return {
  scenario "派到责任单位，七日内办结，回访满意" {
    given = { at = "2026-03-03 10:20", unit = "js-330602", area = "330602001", form = lamp,
              duties = { ["hotline.dispatch"] = "hl-3306", ["hotline.check"] = "hl-3306" } },
    story = {
      { expect = { open = { "sign" }, due = "2026-03-10", step_due = { sign = "2026-03-04" }, desk = { sign = "js-330602/handler" } } },
      { act = "complete", task = "sign", outcome = "accept", at = "2026-03-03 11:00" },
      { act = "complete", task = "handle", outcome = "done", at = "2026-03-05 16:00", form = { answer = "已更换灯具。" } },
      { expect = { open = { "check" }, desk = { check = "hl-3306/checker" }, step_due = { check = "2026-03-10" } } },
      { act = "complete", task = "check", outcome = "solved", at = "2026-03-06 10:00", form = { satisfaction = "满意" } },
      { expect = { status = "finished", result = "solved", effect = "notice" } },
    },
  },

  scenario "紧急事项按小时计，节假日不顺延" {
    given = { at = "2026-10-01 10:15", unit = "rq-3306", area = "330602001", form = gas },
    story = {
      { wait_until = "2026-10-01 12:14" },
      { expect = { due = "2026-10-01 12:15", open = { "sign" } } },
      { wait_until = "2026-10-01 12:15" },
      { expect = { light = "red" } },
    },
  },

  scenario "退单一次由热线中心改派，改派单位办理" {
    given = { at = "2026-03-03 10:20", unit = "js-330602", area = "330602001", form = lamp,
              duties = { ["hotline.dispatch"] = "hl-3306", ["hotline.check"] = "hl-3306" } },
    story = {
      { act = "complete", task = "sign", outcome = "not_ours", reason = "产权属街道。" },
      { expect = { open = { "reroute" }, desk = { reroute = "hl-3306/dispatcher" } } },
      { act = "complete", task = "reroute", outcome = "redispatch", form = { handling_unit = "zf-330602001" } },
      { expect = { open = { "sign_again" }, desk = { sign_again = "zf-330602001/handler" }, due = "2026-03-10" } },
      { act = "complete", task = "sign_again", outcome = "accept" },
      { expect = { desk = { handle = "zf-330602001/handler" } } },
    },
  },

  scenario "第二次退单须会商，会商确定的单位不得再退" {
    given = { at = "2026-03-03 10:20", unit = "js-330602", area = "330602001", form = lamp },
    story = {
      { act = "complete", task = "sign", outcome = "not_ours", reason = "产权属街道。" },
      { act = "complete", task = "reroute", outcome = "redispatch", form = { handling_unit = "zf-330602001" } },
      { act = "complete", task = "sign_again", outcome = "not_ours", reason = "街道无养护职责。" },
      { act = "complete", task = "conference", outcome = "decided", form = { handling_unit = "js-330602" } },
      { expect = { open = { "handle" }, desk = { handle = "js-330602/handler" } } },
    },
  },

  scenario "派单异议不成立，原单位办理" {
    given = { at = "2026-03-03 10:20", unit = "js-330602", area = "330602001", form = lamp },
    story = {
      { act = "complete", task = "sign", outcome = "not_ours", reason = "不归我们管。" },
      { act = "complete", task = "reroute", outcome = "uphold", reason = "权责清单第12项。" },
      { expect = { open = { "handle" } } },
    },
  },

  scenario "JC-08 办结后第三次重复反映，提到上一级领导签收并定由谁办" {
    given = { at = "2026-03-03 10:20", unit = "zf-330602001", area = "330602001",
              units = { { id = "qf-330602", level = "district" }, { id = "zf-330602001", level = "street", parent = "qf-330602" } },
              form = { title = lamp.title, body = lamp.body, kind = lamp.kind, tier = "T3", limit = "7d",
                       repeats = 3, repeat_of = "330602SR0320260203000014" } },
    story = {
      { expect = { open = { "sign_above" }, desk = { sign_above = "qf-330602/leader" }, step_due = { sign_above = "2026-03-04" } } },
      { act = "complete", task = "sign_above", outcome = "accept", form = { handling_unit = "zf-330602001" } },
      { expect = { open = { "handle" }, desk = { handle = "zf-330602001/handler" } } },
    },
  },

  scenario "JC-08 第二次重复反映，仍由原单位办理" {
    given = { at = "2026-03-03 10:20", unit = "zf-330602001", area = "330602001",
              form = { title = lamp.title, body = lamp.body, kind = lamp.kind, tier = "T3", limit = "7d", repeats = 2 } },
    story = { { expect = { open = { "sign" }, desk = { sign = "zf-330602001/handler" } } } },
  },

  scenario "提级后上级认为不归本系统，由热线中心审核" {
    given = { at = "2026-03-03 10:20", unit = "zf-330602001", area = "330602001",
              form = { title = lamp.title, body = lamp.body, kind = lamp.kind, limit = "7d", repeats = 4 } },
    story = {
      { expect = { desk = { sign_above = "zf-330602001/leader" } } },
      { act = "complete", task = "sign_above", outcome = "not_ours", reason = "产权属供电公司。" },
      { expect = { open = { "reroute" } } },
    },
  },

  scenario "重复件并入主件" {
    given = { at = "2026-03-03 10:20", unit = "js-330602", area = "330602001", form = lamp },
    story = {
      { act = "complete", task = "sign", outcome = "duplicate" },
      { expect = { status = "finished", result = "duplicate" } },
    },
  },

  scenario "热线中心审核时发现重复" {
    given = { at = "2026-03-03 10:20", unit = "js-330602", area = "330602001", form = lamp },
    story = {
      { act = "complete", task = "sign", outcome = "not_ours", reason = "已有同一工单。" },
      { act = "complete", task = "reroute", outcome = "duplicate", form = { main_receipt = "330602SR0320260303000017" } },
      { expect = { status = "finished", result = "duplicate" } },
    },
  },

  scenario "转其他平台办理" {
    given = { at = "2026-03-03 10:20", unit = "js-330602", area = "330602001", form = lamp },
    story = {
      { act = "complete", task = "sign", outcome = "not_ours", refused = "REASON_REQUIRED" },
      { act = "complete", task = "sign", outcome = "not_ours", reason = "属于110受理范围。" },
      { act = "complete", task = "reroute", outcome = "transfer", reason = "有现实危险，推送110。" },
      { expect = { status = "finished", result = "transferred" } },
    },
  },

  scenario "已进入诉讼的，不予受理并告知途径" {
    given = { at = "2026-03-03 10:20", unit = "js-330602", area = "330602001", form = lamp },
    story = {
      { act = "complete", task = "sign", outcome = "not_ours", reason = "已起诉。" },
      { act = "complete", task = "reroute", outcome = "refuse", reason = "已进入诉讼程序。" },
      { expect = { status = "finished", result = "not_accepted", effect = "notice" } },
    },
  },

  scenario "群众说没解决，返工，返工计入原时限" {
    given = { at = "2026-03-03 10:20", unit = "js-330602", area = "330602001", form = lamp },
    story = {
      { act = "complete", task = "sign", outcome = "accept" },
      { act = "complete", task = "handle", outcome = "done", at = "2026-03-05 16:00" },
      { act = "complete", task = "check", outcome = "redo", at = "2026-03-06 10:00", form = { satisfaction = "不满意" } },
      { expect = { open = { "handle_again" }, due = "2026-03-10" } },
      { act = "complete", task = "handle_again", outcome = "done", at = "2026-03-08 10:00" },
      { act = "complete", task = "check_again", outcome = "solved", at = "2026-03-09 10:00" },
      { expect = { status = "finished", result = "solved" } },
    },
  },

  scenario "回访联系不上，按办结处理" {
    given = { at = "2026-03-03 10:20", unit = "js-330602", area = "330602001", form = lamp },
    story = {
      { act = "complete", task = "sign", outcome = "accept" },
      { act = "complete", task = "handle", outcome = "done" },
      { act = "complete", task = "check", outcome = "unreachable", form = { satisfaction = "未评价" } },
      { expect = { result = "solved" } },
    },
  },

  scenario "返工仍未解决，挂账须审批，不同意的继续办" {
    given = { at = "2026-03-03 10:20", unit = "js-330602", area = "330602001", form = lamp },
    story = {
      { act = "complete", task = "sign", outcome = "accept" },
      { act = "complete", task = "handle", outcome = "done" },
      { act = "complete", task = "check", outcome = "redo" },
      { act = "complete", task = "handle_again", outcome = "carry" },
      { act = "complete", task = "carry_over", outcome = "refuse", reason = "具备办理条件。" },
      { act = "complete", task = "handle_again", outcome = "done" },
      { act = "complete", task = "check_again", outcome = "unsolved" },
      { act = "complete", task = "carry_over", outcome = "agree", reason = "待年底管网改造一并解决。" },
      { expect = { status = "finished", result = "carried" } },
    },
  },

  scenario "办理中即可申请挂账" {
    given = { at = "2026-03-03 10:20", unit = "js-330602", area = "330602001", form = lamp },
    story = {
      { act = "complete", task = "sign", outcome = "accept" },
      { act = "complete", task = "handle", outcome = "carry" },
      { expect = { open = { "carry_over" } } },
    },
  },

  scenario "复杂事项延期一次，到期前由领导批准" {
    given = { at = "2026-03-03 10:20", unit = "js-330602", area = "330602001", form = { title = "加装电梯", limit = "15d", tier = "T4" } },
    story = {
      { act = "complete", task = "sign", outcome = "accept" },
      { expect = { due = "2026-03-18" } },
      { act = "extend", period = "15d", reason = "需多户协商。", by = "leader", at = "2026-03-16 10:00" },
      { expect = { due = "2026-04-02" } },
    },
  },

  scenario "来源没有给出时限的，不计时" {
    given = { at = "2026-03-03 10:20", unit = "js-330602", area = "330602001", form = { title = "无时限事项" } },
    story = {
      { act = "complete", task = "sign", outcome = "accept" },
      { expect = { open = { "handle" } } },
      { wait_until = "2026-12-31 00:00" },
      { expect = { open = { "handle" }, no_event = { "ClockWarned", "ClockOverdue" } } },
    },
  },
}

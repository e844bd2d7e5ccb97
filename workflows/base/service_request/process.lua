-- 群众诉求办理：12345 热线、网格、门户、窗口来件
-- 依据：国办发〔2020〕53号（受理、派单、办理、答复、督办、办结、回访、评价）

-- 改派之前由受理时确定的单位办理，改派之后由改派单位办理。
local function unit_in_charge(form, case)
  return { unit = form.handling_unit or case.unit, role = "handler" }
end

return workflow "service_request" {
  title = "群众诉求办理",
  basis = "国办发〔2020〕53号",
  applicant = { person, organisation },

  params = {
    ["hot.sign"] = "1wd",      -- 签收；退单须在签收时限内
    ["hot.reroute"] = "4h",    -- 热线中心改派
    ["hot.callback"] = "3wd",  -- 回访
    ["hot.ext"] = 15,          -- 复杂事项延期，到期前批准，一次
    ["hot.repeat_up"] = 3,     -- 办结后第几次重复反映即提级
  },

  form = {
    text "title" { label = "标题", max = 200 },
    text "body" { label = "诉求内容", max = 8000 },
    text "category" { label = "大类", max = 100 },
    text "kind" { label = "小类", max = 200 },
    choice "tier" {
      label = "等级",
      options = {
        { value = "T1", label = "紧急" }, { value = "T2", label = "民生急事" },
        { value = "T3", label = "一般" }, { value = "T4", label = "复杂" },
      },
    },
    text "limit" { label = "办理时限", max = 12, pattern = "^[0-9]+(min|h|d|wd|mo)$" },
    text "address" { label = "事发地址", max = 300 },
    text "occurred" { label = "发生时间", max = 40 },
    text "handling_unit" { label = "改派单位", max = 64 },
    text "answer" { label = "答复内容", max = 4000 },
    choice "satisfaction" {
      label = "满意度",
      options = { "非常满意", "满意", "基本满意", "不满意", "非常不满意", "未评价" },
    },
    text "main_receipt" { label = "主件编号", max = 40 },
    integer "repeats" { label = "办结后重复反映次数", min = 0 },
    text "repeat_of" { label = "上次办结的编号", max = 40 },
  },

  -- 时限随事项和等级由受理时的派单表给出（tables/routing.csv）；小时时限昼夜连续计算，天时限遇休息日顺延。
  clock = {
    statutory = from_field "limit",
    extension = { period = days(param "hot.ext"), times = 1, by = role "leader" },
    basis = "国办发〔2020〕53号；各地办理时限",
  },

  labels = {
    accept = "签收", redispatch = "改派", uphold = "异议不成立", transfer = "转其他平台", refuse = "不予受理",
    decided = "已定责", carry = "申请挂账", redo = "退回返工", unsolved = "仍未解决", agree = "同意挂账",
    duplicate = "重复件，并单",
  },

  steps = {
    decide "repeated" {
      title = "是否多次重复反映", basis = "国办发〔2020〕53号：多次重复反映的，提级督办",
      branches = {
        { when = function(form) return (form.repeats or 0) >= param "hot.repeat_up" end, to = "sign_above" },
        { to = "sign" },
      },
    },
    -- 原单位的上一级领导签收，定由谁办。
    task "sign_above" {
      title = "提级签收", by = role("leader", { at = "above" }), within = param "hot.sign",
      edits = { "handling_unit" }, reasons = { "not_ours" },
      on = { accept = "handle", not_ours = "reroute" },
    },
    task "sign" {
      title = "签收", by = role "handler", within = param "hot.sign",
      reasons = { "not_ours" },
      on = { accept = "handle", not_ours = "reroute", duplicate = "merged" },
    },

    -- 派单异议审核：退单一次可以改派，再退须会商，不得来回推诿。
    task "reroute" {
      title = "派单异议审核", by = duty("hotline.dispatch", { role = "dispatcher" }), within = param "hot.reroute",
      edits = { "handling_unit", "main_receipt" }, reasons = { "uphold", "transfer", "refuse" },
      on = {
        redispatch = "sign_again", uphold = "handle", transfer = "transferred",
        duplicate = "merged", refuse = "not_accepted",
      },
    },
    task "sign_again" {
      title = "改派签收", by = unit_in_charge, within = param "hot.sign", reasons = { "not_ours" },
      on = { accept = "handle", not_ours = "conference" },
    },
    task "conference" {
      title = "会商定责", basis = "首接负责；第二次退单须会商",
      by = duty("hotline.dispatch", { role = "dispatcher" }), edits = { "handling_unit" },
      on = { decided = "handle" },
    },

    task "handle" {
      title = "办理", by = unit_in_charge, edits = { "answer" },
      on = { done = "check", carry = "carry_over" },
    },
    task "check" {
      title = "回访核查", by = duty("hotline.check", { role = "checker" }), within = param "hot.callback",
      edits = { "satisfaction" },
      on = { solved = "closed", redo = "handle_again", unreachable = "closed" },
    },
    -- 返工计入原时限，由原单位领导督促。
    task "handle_again" {
      title = "返工办理", by = unit_in_charge, edits = { "answer" },
      on = { done = "check_again", carry = "carry_over" },
    },
    task "check_again" {
      title = "再次回访", by = duty("hotline.check", { role = "checker" }), within = param "hot.callback",
      edits = { "satisfaction" },
      on = { solved = "closed", unsolved = "carry_over" },
    },
    task "carry_over" {
      title = "挂账审批", basis = "确因客观条件暂不能解决的，挂账并定期回看",
      by = duty("hotline.dispatch", { role = "dispatcher" }), reasons = { "agree", "refuse" },
      on = { agree = "carried", refuse = "handle_again" },
    },

    finish "closed" { title = "办结", result = "solved", notice = "closing_notice" },
    finish "merged" { title = "并单", result = "duplicate" },
    finish "transferred" { title = "转其他平台", result = "transferred", notice = "transfer_notice" },
    finish "not_accepted" { title = "不予受理", result = "not_accepted", notice = "not_accepted_notice" },
    finish "carried" { title = "挂账", result = "carried", notice = "closing_notice" },
  },
}

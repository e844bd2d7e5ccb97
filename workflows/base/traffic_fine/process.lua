-- 道路交通罚单：开单、寄送、送达、六十日内缴纳或申诉、逾期加罚、催收
-- 原型：意大利地方警察局的交通罚单（《道路交通法典》第202–206条），按公开事件日志写成，用于回放
-- Road traffic fines as a local police force handles them; written from a public event log, to be replayed on it.

-- 应缴：罚款（加罚后为加罚额）加寄送费用。
local function paid_in_full(form)
  return (form.paid or 0) >= form.amount + (form.expense or 0)
end

return workflow "traffic_fine" {
  title = "道路交通罚单",
  basis = "Codice della strada 202–206",
  applicant = { person },

  params = {
    ["fine.pay"] = 60,     -- 第202、203条：送达之日起60日内缴纳，逾期加罚
    ["fine.appeal"] = 60,  -- 第203条：送达之日起60日内可以申诉
    ["fine.judge"] = 60,   -- 第205条：收到申诉决定后可以向法官起诉
  },

  form = {
    money "amount" { label = "罚款", required = true, min = 0 },
    money "expense" { label = "寄送费用", min = 0 },
    money "paid" { label = "已缴", min = 0 },
    text "article" { label = "违反条款", max = 20 },
    text "vehicle" { label = "车辆类别", max = 20 },
  },

  labels = {
    received = "已收到", sent = "已寄送", served = "已送达", added = "已加罚", prefecture = "向主管机关申诉",
    judge = "向法院起诉", annulled = "处罚撤销", dismissed = "撤销处罚", notified = "已通知", hand_over = "移交催收",
  },

  steps = {
    fork "fine" { title = "开单", to = { "send", "payment" } },

    -- 缴款可以分次，任何时候都收；缴清即结案。
    wait "payment" { title = "等待缴款", message = "payment", edits = { "paid" }, on = { received = "settle" } },
    decide "settle" {
      title = "是否缴清",
      branches = { { when = paid_in_full, to = "paid" }, { to = "payment" } },
    },

    task "send" { title = "寄送罚单", by = role "handler", edits = { "expense" }, on = { sent = "serve" } },
    wait "serve" { title = "等待送达回证", message = "notification", on = { served = "served" } },
    fork "served" { title = "送达", to = { "pay_window", "appeal_window" }, join = "unpaid" },

    -- 第203条：逾期不缴的，加罚自动适用，数额由经办人核定登记。按自然日，不顺延。
    wait "pay_window" { title = "缴款期", within = days(param "fine.pay", { roll = false }), on = { timeout = "add_penalty" } },
    task "add_penalty" { title = "登记加罚", by = role "handler", edits = { "amount" }, on = { added = "unpaid" } },

    wait "appeal_window" {
      title = "申诉期", basis = "第203、204-bis条", message = "appeal", within = days(param "fine.appeal"),
      on = { prefecture = "send_appeal", judge = "unpaid", annulled = "cancelled", timeout = "unpaid" },
    },
    task "send_appeal" {
      title = "申诉案卷移送", by = role "handler", on = { sent = "prefecture", dismissed = "cancelled" },
    },
    wait "prefecture" { title = "等待申诉决定", message = "prefecture_decision", on = { received = "notify_result" } },
    task "notify_result" { title = "决定送达申诉人", by = role "handler", on = { notified = "judge_window" } },
    wait "judge_window" {
      title = "起诉期", basis = "第205条", message = "appeal", within = days(param "fine.judge"),
      on = { judge = "unpaid", annulled = "cancelled", timeout = "unpaid" },
    },

    -- 加罚已登记、申诉已有结论（或逾期未申诉）才能催收。
    join "unpaid" { title = "未缴清", next = "collection" },
    task "collection" {
      title = "移交催收", basis = "第206条", by = role "handler", adverse = { "hand_over" }, on = { hand_over = "collected" },
    },

    -- 缴清时寄送、加罚、申诉、催收都不再办；撤销时不再加罚和收款；移交后由催收机构收款。
    finish "paid" {
      title = "缴清", result = "paid",
      cancels = {
        "send", "serve", "pay_window", "add_penalty", "appeal_window", "send_appeal", "prefecture", "notify_result",
        "judge_window", "unpaid", "collection",
      },
    },
    finish "cancelled" {
      title = "撤销罚单", result = "cancelled", notice = "cancellation",
      cancels = { "payment", "pay_window", "add_penalty", "unpaid" },
    },
    finish "collected" {
      title = "移交催收", result = "collected", notice = "collection_notice", cancels = { "payment" },
    },
  },
}

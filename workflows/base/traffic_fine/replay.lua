-- 事件日志里的活动对应哪个环节的哪个动作。form 左边是字段，右边是日志的列；金额列以元（欧元）为单位。
-- 移交催收须写明理由，日志里没有，这里代填。
return {
  columns = { case = "case_id", activity = "activity", time = "timestamp", resource = "resource" },
  given = { unit = "polizia" },
  events = {
    ["Create Fine"] = { start = true, form = { amount = "amount", article = "article", vehicle = "vehicle_class" } },
    ["Send Fine"] = { task = "send", outcome = "sent", form = { expense = "expense" } },
    ["Insert Fine Notification"] = { message = "notification" },
    ["Add penalty"] = {
      { timeout = "pay_window" },
      { task = "add_penalty", outcome = "added", form = { amount = "amount" } },
    },
    ["Payment"] = { message = "payment", form = { paid = "total_payment_amount" } },
    ["Insert Date Appeal to Prefecture"] = { message = "appeal", outcome = "prefecture" },
    -- dismissal "#"：申诉成立，罚单撤销；"G"：法官撤销。
    ["Send Appeal to Prefecture"] = {
      task = "send_appeal", outcome = { column = "dismissal", values = { ["#"] = "dismissed" }, otherwise = "sent" },
    },
    ["Receive Result Appeal from Prefecture"] = { message = "prefecture_decision" },
    ["Notify Result Appeal to Offender"] = { task = "notify_result", outcome = "notified" },
    ["Appeal to Judge"] = {
      message = "appeal", outcome = { column = "dismissal", values = { G = "annulled" }, otherwise = "judge" },
    },
    ["Send for Credit Collection"] = { task = "collection", outcome = "hand_over", reason = "逾期未缴清", ends = "collected" },
  },
}

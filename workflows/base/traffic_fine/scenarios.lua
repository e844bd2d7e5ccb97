local fine = { amount = 3600, article = "157", vehicle = "A" }

-- 开单、寄送、送达，到 2026-03-11 送达为止。
local function served(rest)
  local story = {
    { act = "complete", task = "send", outcome = "sent", at = "2026-03-05 10:00", form = { expense = 1300 } },
    { message = "notification", at = "2026-03-11 10:00" },
  }
  for i = 1, #rest do story[#story + 1] = rest[i] end
  return story
end

local given = { at = "2026-03-02 10:00", unit = "polizia", form = fine }

return {
  scenario "当场缴清即结案，不再寄送" {
    given = given,
    story = {
      { message = "payment", form = { paid = 3600 } },
      { expect = { status = "finished", result = "paid" } },
      { act = "complete", task = "send", outcome = "sent", refused = "CASE_FINISHED" },
    },
  },
  scenario "分次缴纳，加上寄送费缴清才结案" {
    given = given,
    story = {
      { act = "complete", task = "send", outcome = "sent", form = { expense = 1300 } },
      { message = "payment", form = { paid = 3600 } },
      { expect = { open = { "serve", "payment" } } },
      { message = "payment", form = { paid = 4900 } },
      { expect = { status = "finished", result = "paid" } },
    },
  },
  scenario "送达六十日未缴，加罚后移交催收" {
    given = given,
    story = served {
      { expect = { open = { "payment", "pay_window", "appeal_window" },
                   step_due = { pay_window = "2026-05-10", appeal_window = "2026-05-11" } } },
      { wait_until = "2026-05-11 00:00" },
      { expect = { open = { "payment", "appeal_window", "add_penalty" }, event = "TimedOut" } },
      { act = "complete", task = "add_penalty", outcome = "added", form = { amount = 7400 } },
      { wait_until = "2026-05-12 00:00" },
      { expect = { open = { "payment", "collection" } } },
      { act = "complete", task = "collection", outcome = "hand_over", refused = "REASON_REQUIRED" },
      { act = "complete", task = "collection", outcome = "hand_over", reason = "逾期未缴清" },
      { expect = { status = "finished", result = "collected", effect = "notice" } },
    },
  },
  scenario "申诉期满后不再受理申诉" {
    given = given,
    story = served {
      { wait_until = "2026-05-12 00:00" },
      { message = "appeal", outcome = "prefecture", refused = "MESSAGE_NOT_AWAITED" },
    },
  },
  scenario "申诉成立，撤销罚单" {
    given = given,
    story = served {
      { message = "appeal", outcome = "prefecture", at = "2026-04-01 10:00" },
      { act = "complete", task = "send_appeal", outcome = "dismissed", at = "2026-05-20 10:00" },
      { expect = { status = "finished", result = "cancelled" } },
    },
  },
  scenario "申诉未决时不得催收；驳回后未起诉的，催收" {
    given = given,
    story = served {
      { message = "appeal", outcome = "prefecture", at = "2026-04-01 10:00" },
      { act = "complete", task = "send_appeal", outcome = "sent", at = "2026-04-02 10:00" },
      { act = "complete", task = "add_penalty", outcome = "added", form = { amount = 7400 }, at = "2026-05-11 10:00" },
      { expect = { open = { "payment", "prefecture" } } },
      { message = "prefecture_decision", at = "2026-06-01 10:00" },
      { act = "complete", task = "notify_result", outcome = "notified", at = "2026-06-05 10:00" },
      { expect = { open = { "payment", "judge_window" } } },
      { wait_until = "2026-08-05 00:00" },
      { expect = { open = { "payment", "collection" } } },
    },
  },
  scenario "驳回后起诉，法官撤销" {
    given = given,
    story = served {
      { message = "appeal", outcome = "prefecture", at = "2026-04-01 10:00" },
      { act = "complete", task = "send_appeal", outcome = "sent" },
      { message = "prefecture_decision", at = "2026-04-20 10:00" },
      { act = "complete", task = "notify_result", outcome = "notified" },
      { message = "appeal", outcome = "annulled", at = "2026-05-04 10:00" },
      { expect = { status = "finished", result = "cancelled" } },
    },
  },
  scenario "驳回后起诉，法官维持的，加罚后催收" {
    given = given,
    story = served {
      { message = "appeal", outcome = "prefecture", at = "2026-04-01 10:00" },
      { act = "complete", task = "send_appeal", outcome = "sent" },
      { message = "prefecture_decision", at = "2026-04-20 10:00" },
      { act = "complete", task = "notify_result", outcome = "notified" },
      { message = "appeal", outcome = "judge", at = "2026-05-04 10:00" },
      { act = "complete", task = "add_penalty", outcome = "added", at = "2026-05-11 10:00" },
      { expect = { open = { "payment", "collection" } } },
    },
  },
  scenario "不经申诉直接起诉，法官撤销" {
    given = given,
    story = served {
      { message = "appeal", outcome = "annulled", at = "2026-04-01 10:00" },
      { expect = { status = "finished", result = "cancelled" } },
    },
  },
  scenario "不经申诉直接起诉，随后缴清" {
    given = given,
    story = served {
      { message = "appeal", outcome = "judge", at = "2026-04-01 10:00" },
      { act = "complete", task = "add_penalty", outcome = "added", form = { amount = 7400 }, at = "2026-05-11 10:00" },
      { expect = { open = { "payment", "collection" } } },
      { message = "payment", form = { paid = 8700 } },
      { expect = { status = "finished", result = "paid" } },
    },
  },
}

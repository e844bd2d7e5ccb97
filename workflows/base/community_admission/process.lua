-- 社区工作准入：部门申请把事项交社区办理，申请、审查、联席会议、公示、运行、续期或者退出
-- 依据：社区工作准入制度；权随责走、费随事转；《政务数据共享条例》（国务院令第809号）：能够共享的不得重复采集

local dates = use "lib/dates"

-- 已有且在有效期内的数据项，不得要求重填，只请居民核对。
local function overlap(form)
  local known, must = 0, 0
  for _, field in ipairs(form.fields or {}) do
    if field.age ~= nil and field.age <= param "access.data_age" then
      known = known + 1
      if field.required == true then must = must + 1 end
    end
  end
  return known, must, #(form.fields or {})
end

local function missing(form)
  if (form.basis or "") == "" then return "basis" end
  if (form.money or 0) <= 0 or (form.people or 0) <= 0 then return "means" end
  if form.assessed == true then return "assessment" end
  if (form.exit_condition or "") == "" then return "exit" end
  local _, must = overlap(form)
  if must > 0 then return "data" end
  return "none"
end

-- 台账的一条：事项现在是列入、中止还是退出。
local function entry(state)
  return function(form)
    return { key = form.item, state = state, department = form.department, money = form.money, people = form.people,
      communities = #form.communities, until_day = form.until_day }
  end
end

return workflow "community_admission" {
  title = "社区工作准入",
  basis = "社区工作准入制度：申请、审批、准入、撤销；费随事转",
  applicant = { organisation },

  params = {
    ["access.ahead"] = 30,       -- 提前申请（工作日）
    ["access.decide"] = 15,      -- 决定（工作日）
    ["access.supplement"] = 10,  -- 补正（工作日）
    ["access.data_age"] = 365,   -- 已有数据在多少天内的视为有效
    ["access.publicity"] = 5,    -- 公示（工作日）
    ["access.rejection"] = 50,   -- 居民不认可达到百分之几的退出
  },

  form = {
    text "department" { label = "申请部门", required = true, max = 64 },
    text "item" { label = "事项", required = true, max = 200 },
    text "basis" { label = "法律政策依据", max = 2000 },
    list "communities" { label = "拟交办的社区", required = true, min = 1, max = 500, hint = "每个 { unit }" },
    text "frequency" { label = "频次", max = 100 },
    list "fields" { label = "采集的数据项", max = 200, hint = "每项 { name, age = 已有数据的天数, required }" },
    money "money" { label = "每年经费" },
    number "people" { label = "配备人员（人）", min = 0, max = 1000 },
    text "training" { label = "培训", max = 1000 },
    bool "assessed" { label = "对社区单独考核" },
    text "exit_condition" { label = "退出条件", max = 1000 },
    date "until_day" { label = "准入期满日" },
    date "money_due" { label = "经费确认截止日" },
    number "rejected_percent" { label = "居民不认可比例（%）", min = 0, max = 100 },
    text "opinion" { label = "意见", max = 4000 },
  },

  clock = { statutory = workdays(param "access.decide"), pauses = { "supplement" }, ends = { "publicise", "refused" },
            basis = "社区工作准入制度：15个工作日内决定" },

  labels = {
    ok = "申请完整", supplement = "需要补正", review = "送审查", meeting = "提交联席会议", confirmed = "经费已到位",
    reported = "社区反映拒办", renew = "继续准入", withdraw = "退出", object = "不同意",
  },

  steps = {
    -- 提前三十个工作日申请：审批再快，也不得早于这个时间交社区办理。
    fork "filed" { title = "登记", to = { "complete", "ahead" }, join = "may_start" },
    wait "ahead" {
      title = "提前期", basis = "社区工作准入制度：提前30个工作日申请", within = workdays(param "access.ahead"),
      on = { timeout = "may_start" },
    },

    decide "complete" {
      title = "申请是否完整", basis = "费随事转；不得单独考核社区；不得重复采集", table = "admission_check",
      inputs = function(form) return { missing = missing(form) } end,
      on = { ok = "data", supplement = "supplement" },
    },
    wait "supplement" {
      title = "补正", of = applicant, within = workdays(param "access.supplement"), notice = "supplement_notice",
      edits = { "basis", "money", "people", "assessed", "exit_condition", "fields", "training" },
      on = { supplied = "complete", timeout = "lapsed" },
    },
    decide "data" {
      title = "数据重复情况", basis = "《政务数据共享条例》：能够共享的不得重复采集",
      rule = function(form)
        local known, _, all = overlap(form)
        local percent = all == 0 and 0 or known * 100 // all
        return { outcome = "review", zh = string.format("%d项数据中%d项已有，重复率%d%%，只采集%d项，其余请居民核对", all, known, percent, all - known),
          en = string.format("%d of %d fields are known (%d %%), %d are asked", known, all, percent, all - known) }
      end,
      on = { review = "review" },
    },

    task "review" {
      title = "民政部门审查", by = role "reviewer", edits = { "opinion" }, adverse = { "refuse" },
      on = { meeting = "communities", refuse = "refused", supplement = "supplement" },
    },
    task "communities" {
      title = "征求社区意见", by = function(_, _, item) return { unit = item.unit, role = "handler" } end,
      each = function(form) return form.communities end, mode = "vote", collect = true, edits = { "opinion" },
      vote = { pass = "agree", otherwise = "object", threshold = 50 }, on = { agree = "meeting", object = "meeting" },
    },
    task "meeting" {
      title = "联席会议审定", basis = "联席会议；报党委、政府批准", by = role "leader", edits = { "until_day", "money_due", "opinion" },
      needs = { approve = { "until_day", "money_due" } }, adverse = { "refuse" }, on = { approve = "publicise", refuse = "refused" },
    },
    effect "publicise" { title = "公示", notice = "admission_publicity", next = "publicity" },
    wait "publicity" {
      title = "公示期", message = "objection", within = workdays(param "access.publicity"), on = { objection = "meeting", timeout = "may_start" },
    },
    join "may_start" { title = "公示期满且已过提前期", next = "listed" },

    -- 台账记下事项当前的状态，community_task 据此判断社区可不可以不办。
    effect "listed" { title = "列入准入清单", ledger = "admission", next = "funds", payload = entry "listed" },
    -- 经费到期没有确认的，事项中止，社区可以不办；截止日当天仍可以确认。
    wait "funds" {
      title = "等待经费到位", message = "funds_confirmed", till = function(form) return dates.end_of(form.money_due) end,
      on = { confirmed = "running", timeout = "book_suspension" },
    },
    effect "book_suspension" { title = "中止", ledger = "admission", next = "suspend", payload = entry "suspended" },
    effect "suspend" { title = "通知社区可以不办", notice = "suspension_notice", next = "suspended" },
    wait "suspended" {
      title = "经费未到位，事项中止", message = "funds_confirmed", till = function(form) return dates.end_of(form.until_day) end,
      on = { confirmed = "book_resumption", timeout = "book_exit" },
    },
    effect "book_resumption" { title = "恢复", ledger = "admission", next = "running", payload = entry "listed" },
    wait "running" {
      title = "运行", message = "residents_rejected", edits = { "rejected_percent" },
      till = function(form) return dates.end_of(form.until_day) end, on = { reported = "rejection", timeout = "evaluate" },
    },
    decide "rejection" {
      title = "居民评价", basis = "居民普遍不认可的事项退出",
      branches = {
        { when = function(form) return (form.rejected_percent or 0) >= param "access.rejection" end, to = "evaluate" },
        { to = "running" },
      },
    },
    task "evaluate" {
      title = "期满、退出评估", by = role "reviewer", edits = { "until_day", "money_due", "opinion" }, reasons = { "renew", "withdraw" },
      needs = { renew = { "until_day", "money_due" } },
      on = { renew = "listed", withdraw = "book_exit" },
    },
    effect "book_exit" { title = "移出准入清单", ledger = "admission", next = "exited", payload = entry "exited" },

    finish "exited" { title = "退出", result = "exited", notice = "exit_notice" },
    finish "refused" { title = "不予准入", result = "refused", notice = "refusal_letter", remedy = "reconsideration", cancels = { "ahead", "may_start" } },
    finish "lapsed" { title = "逾期未补正", result = "lapsed", notice = "lapsed_notice", cancels = { "ahead", "may_start" } },
  },
}

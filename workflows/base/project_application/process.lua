-- 项目申报：从申报、评审到签约、拨付、结项。每件申报是一次征集（project_call）的子事项
-- 依据：《政府购买服务管理办法》（财政部令第102号，下称办法）；《政府采购法》第22条；本地公益创投办法

local dates = use "lib/dates"
local ranking = use "lib/ranking"
local funding = use "lib/funding"

-- 统一社会信用代码前两位所示的主体类别（GB 32100）。
local classes = {
  ["51"] = "social", ["52"] = "social", ["53"] = "social", ["54"] = "committee", ["55"] = "committee",
  ["91"] = "enterprise", ["92"] = "enterprise", ["93"] = "cooperative", ["N1"] = "cooperative",
  ["N2"] = "cooperative", ["N3"] = "cooperative", ["31"] = "firm", ["33"] = "firm",
  ["12"] = "institution", ["11"] = "organ", ["13"] = "mass_organisation",
}

local function class_of(code)
  return classes[string.sub(code or "", 1, 2)] or "other"
end

local function supplier(form)
  if form.registration == "individual" then return form.kind == "purchase" and "individual" or "individual_contest" end
  local class = class_of(form.uscc)
  if class == "institution" then return form.public_class == "two" and "institution_two" or "institution_one" end
  return class
end

-- 只有备案、没有法人资格的，应当与有法人资格的社会组织联合申报，款项付给后者。
local function personality(form)
  if form.registration ~= "filed" then return "own" end
  if class_of(form.partner_uscc) ~= "social" then return "none" end
  return form.account_uscc == form.partner_uscc and "joint" or "wrong_account"
end

-- 信用记录按申报截止日往前推算，含首尾两日；已经移出名录的，由本地决定是否不计。
-- 违约限制申报的，以台账为准。
local function credit(form, case)
  local on = form.deadline
  for _, ban in ipairs(case.ledger.ban) do
    if ban.until_day >= string.sub(on, 1, 10) then return "banned" end
  end
  if form.removed == true and param "proj.removed_ok" then return "clear" end
  local windows = param "proj.credit_windows"
  if dates.within_years(form.abnormal_on, windows[1], on) then return "abnormal" end
  if dates.within_years(form.dishonest_on, windows[2], on) then return "dishonest" end
  if dates.within_years(form.violation_on, windows[3], on) then return "violation" end
  return "clear"
end

local function listed(list, code)
  for _, entry in ipairs(list or {}) do
    if entry.code == code then return entry end
  end
end

-- 所报服务事项应当在征集目录中有效。
local function menu_state(form)
  if #(form.menu or {}) == 0 then return "ok" end
  for _, code in ipairs(form.codes or {}) do
    local entry = listed(form.menu, code)
    if entry == nil then return "unknown" end
    if entry.retired == true then return "retired" end
  end
  return "ok"
end

-- 是否回应了居民票选的前几项需求。
local function demand_led(form)
  for place = 1, math.min(param "proj.demand_top", #(form.demand or {})) do
    for _, code in ipairs(form.codes or {}) do
      if code == form.demand[place].code then return true end
    end
  end
  return #(form.demand or {}) == 0
end

local function budget_state(form)
  if form.kind == "purchase" then return form.requested <= form.total and "ok" or "over_total" end
  if form.requested > funding.capped(form.requested, form.budget, param "proj.cap_percent", param "proj.cap") then
    return "over_cap"
  end
  if (form.management_share or 0) > param "proj.management_max" then return "management" end
  if form.fixed_assets == true and not param "proj.fixed_assets_ok" then return "fixed_assets" end
  return "ok"
end

local function standing(form)
  if form.registration == "individual" and form.not_employment ~= true then return "disguised" end
  local ok = form.accounts_ok and form.taxes_ok and form.scope_ok and form.inspections_ok
  return ok and "ok" or "short"
end

local indicators = { "score_need", "score_plan", "score_team", "score_benefit" }

local function total_of(answer)
  local total = 0
  for _, name in ipairs(indicators) do total = total + ranking.hundredths(answer.form[name]) end
  return total
end

-- 各位专家的总分和第一项指标得分；专家复核后改分的，以改后的为准。
local function scores_of(answers)
  local totals, first, place = {}, {}, {}
  local function take(answer)
    local at = place[answer.item.user] or #totals + 1
    place[answer.item.user] = at
    totals[at] = total_of(answer)
    first[at] = ranking.hundredths(answer.form[indicators[1]])
  end
  for _, answer in ipairs(answers.score or {}) do take(answer) end
  for _, answer in ipairs(answers.confirm_scores or {}) do
    if answer.outcome == "change" then take(answer) end
  end
  return totals, first
end

local function deviating(scores)
  local totals = {}
  for i, answer in ipairs(scores) do totals[i] = total_of(answer) end
  local experts = {}
  for i, at in ipairs(ranking.abnormal(totals, param "proj.abnormal")) do experts[i] = scores[at].item end
  return experts
end

local function summary(form, case)
  local totals, first = scores_of(case.answers)
  return {
    org = form.org, uscc = form.uscc, scores = totals, first = first, requested = form.requested,
    budget = form.budget, donated = form.donated or 0, donor_largest = form.donor_largest or 0,
    beneficiaries = form.beneficiaries, bonus = form.bonus or 0, submitted = case.started,
  }
end

local function seat(_, _, expert)
  return { unit = expert.unit, role = "expert", user = expert.user }
end

-- 没有回应居民票选需求的，专家在待办里就看得到。
local function seats(form, case)
  local list = {}
  for i, expert in ipairs(case.messages.review_start.panel) do
    list[i] = { unit = expert.unit, user = expert.user,
      title = demand_led(form) and "专家评分" or "专家评分（非需求导向：未回应居民票选的主要需求）" }
  end
  return list
end

-- 第 part 期应付的金额，连同算法。
local function payment(form, part)
  local shares = param "proj.split"
  local amount = funding.split(form.contract_amount, shares)[part]
  local yuan = string.format("%d.%02d", amount // 100, amount % 100)
  return {
    outcome = "paid", amount = amount, part = part,
    explanation = {
      zh = string.format("合同金额的%d%%，第%d期应付%s元；尾差计入最后一期", shares[part], part, yuan),
      en = string.format("%d %% of the contract, part %d: %s yuan; the last part takes the rest", shares[part], part, yuan),
      rule = "proj.split", inputs = { contract_amount = form.contract_amount, shares = shares },
      basis = "合同；本地公益创投办法",
    },
  }
end

local function entry_of(part)
  return function(form)
    return { part = part, amount = payment(form, part).amount, payee = form.account_uscc or form.uscc }
  end
end

return workflow "project_application" {
  title = "项目申报",
  basis = "《政府购买服务管理办法》第6、7、23–27条",
  applicant = { organisation, person },
  reads = { ban = "uscc" },

  params = {
    ["proj.form_review"] = 5,               -- 形式审查（工作日）
    ["proj.supplement"] = 3,                -- 补正（工作日）
    ["proj.credit_windows"] = { 1, 2, 3 },  -- 活动异常名录、严重违法失信、重大违法记录的年限
    ["proj.removed_ok"] = false,            -- 截止日前已移出名录的是否不计
    ["proj.demand_top"] = 5,                -- 居民票选需求取前几项
    ["proj.cap_percent"] = 60,              -- 资助不超过项目预算的百分比
    ["proj.cap"] = 50000000,                -- 资助封顶，分
    ["proj.management_max"] = 10,           -- 管理费占比上限，百分比
    ["proj.fixed_assets_ok"] = false,       -- 资助资金可否用于固定资产
    ["proj.abnormal"] = 20,                 -- 评分偏离平均分超过百分之几须复核
    ["proj.score"] = 10,                    -- 评分期限（工作日）
    ["proj.sign"] = 30,                     -- 结果公布后签约（日）
    ["gps.term_max"] = { 12, 36 },          -- 合同期限（月）：一般、符合条件的连续性项目
    ["proj.split"] = { 60, 30, 10 },        -- 分期拨付比例，百分比
    ["proj.first_pay"] = 15,                -- 签约后首期拨付（工作日）
    ["proj.pay"] = 15,                      -- 后续各期拨付（工作日）
    ["proj.review"] = 20,                   -- 中期、末期评估（工作日）
    ["proj.pool_months"] = 12,              -- 项目库有效期（月）
    ["proj.ban"] = 3,                       -- 违约限制申报（年）
  },

  form = {
    text "org" { label = "申报单位", required = true, max = 100 },
    uscc "uscc" {
      label = "统一社会信用代码", required = function(form) return form.registration ~= "individual" end,
      shown = function(form) return form.registration ~= "individual" end,
    },
    choice "public_class" {
      label = "事业单位类别", options = { { value = "one", label = "公益一类" }, { value = "two", label = "公益二类" } },
      shown = function(form) return class_of(form.uscc) == "institution" end,
    },
    choice "registration" {
      label = "登记情况", required = true,
      options = { { value = "registered", label = "已登记，有法人资格" }, { value = "filed", label = "仅备案" },
                  { value = "individual", label = "具备条件的个人" } },
    },
    uscc "partner_uscc" { label = "联合申报单位代码", shown = function(form) return form.registration == "filed" end },
    uscc "account_uscc" { label = "收款单位代码", hint = "仅备案的，应当是有法人资格的一方" },
    date "abnormal_on" { label = "最近列入活动异常名录日" },
    date "dishonest_on" { label = "最近列入严重违法失信名单日" },
    date "violation_on" { label = "最近重大违法记录日" },
    bool "removed" { label = "截止日前已移出名录" },
    bool "not_employment" {
      label = "确实适宜由个人承接，不是变相用工", basis = "办法第18条", shown = function(form) return form.registration == "individual" end,
    },
    datetime "credit_queried" { label = "信用查询时间", hint = "查询记录作为材料附上，备查" },
    bool "accounts_ok" { label = "财务会计制度健全", basis = "《政府采购法》第22条" },
    bool "taxes_ok" { label = "依法纳税、缴纳社会保险", basis = "《政府采购法》第22条" },
    bool "scope_ok" { label = "业务范围相符" },
    bool "inspections_ok" { label = "最近两年年检合格" },

    choice "kind" { label = "类型", options = { { value = "purchase", label = "购买服务" }, { value = "contest", label = "公益创投" } } },
    money "total" { label = "征集总额" },
    datetime "deadline" { label = "申报截止", required = true },
    list "menu" { label = "服务菜单", max = 500 },
    list "demand" { label = "居民票选需求", max = 100 },

    text "project" { label = "项目名称", required = true, max = 100 },
    list "codes" { label = "服务事项代码", of = "text", max = 20 },
    money "budget" { label = "项目预算", required = true },
    money "requested" { label = "申请金额（报价）", required = true },
    money "donated" { label = "已到账社会捐赠" },
    money "donor_largest" { label = "最大一笔捐赠" },
    integer "bonus" { label = "募捐和特别加分（百分之一分）", min = 0, max = 7000 },
    integer "beneficiaries" { label = "受益人数", required = true, min = 1 },
    integer "management_share" { label = "管理费占比（%）", min = 0, max = 100 },
    bool "fixed_assets" { label = "含固定资产支出" },
    text "design" { label = "项目设计", max = 8000 },

    number "score_need" { label = "需求与设计（30分）", min = 0, max = 30 },
    number "score_plan" { label = "实施方案（30分）", min = 0, max = 30 },
    number "score_team" { label = "团队与执行（20分）", min = 0, max = 20 },
    number "score_benefit" { label = "预期效益（20分）", min = 0, max = 20 },

    money "contract_amount" { label = "合同金额" },
    date "signed_on" { label = "签约日" },
    integer "term_months" { label = "合同期限（月）", min = 1, max = 60 },
    bool "continuous" { label = "预算有保障、内容固定、连续性强、价格变动小", basis = "办法第24条" },
    datetime "midterm_due" { label = "中期报告截止" },
    datetime "final_due" { label = "末期报告截止" },
    text "midterm_report" { label = "中期报告", max = 8000 },
    text "final_report" { label = "末期报告", max = 8000 },
    text "opinion" { label = "审查、评估意见", max = 4000 },
    money "recovered" { label = "追回金额" },
  },

  materials = {
    material "credit_record" { label = "信用查询记录", basis = "查询结果和查询时间留存备查", may_follow = true },
  },

  clock = { statutory = workdays(param "proj.form_review"), pauses = { "supplement" }, ends = { "review_start", "ineligible" } },

  labels = {
    ok = "符合条件", fail = "不合格", review = "进入评审", scored = "评分完毕", ranked = "排名揭晓",
    funded = "入选资助", pooled = "进入项目库", rejected = "未入选", rescore = "重新评分", submitted = "已交报告",
    breach = "违约", terminate = "终止项目", ban = "限制申报", continue = "继续执行", change = "改分",
    keep = "维持评分", accept = "整改合格",
  },

  steps = {
    -- 审查人对照决策表逐项确认；不通过的，由审查人作出并说明理由。
    task "form_review" {
      title = "形式审查", basis = "办法第6、7条；《政府采购法》第22条", by = role "reviewer",
      propose = decision "eligibility", adverse = { "fail" }, edits = { "opinion", "credit_queried" },
      needs = { "credit_queried" },
      inputs = function(form, case)
        return {
          supplier = supplier(form), personality = personality(form), credit = credit(form, case),
          standing = standing(form), menu = menu_state(form), budget = budget_state(form),
        }
      end,
      on = { ok = "review_start", fail = "ineligible", supplement = "supplement" },
    },
    wait "supplement" {
      title = "补正", of = applicant, within = workdays(param "proj.supplement"), notice = "supplement_notice",
      edits = { "codes", "budget", "requested", "management_share", "fixed_assets", "partner_uscc", "account_uscc", "design",
                "accounts_ok", "taxes_ok", "scope_ok", "inspections_ok" },
      on = { supplied = "form_review", timeout = "lapsed" },
    },

    -- 通过审查的等待评审开始；征集事项抽取专家并逐件回避后一并开始。
    wait "review_start" {
      title = "等待评审", of = parent,
      report = function(form)
        return { org = form.org, uscc = form.uscc, project = form.project, not_demand_led = not demand_led(form) }
      end,
      on = { review = "score", parent_ended = "cancelled" },
    },
    task "score" {
      title = "专家评分", basis = "评分细则：各项指标合计100分", by = seat, transfer = false,
      within = workdays(param "proj.score"),
      each = seats, collect = true,
      edits = { "score_need", "score_plan", "score_team", "score_benefit", "opinion" },
      needs = { "score_need", "score_plan", "score_team", "score_benefit" },
      on = { scored = "abnormal" },
    },
    decide "abnormal" {
      title = "异常评分", basis = "评分细则：偏离平均分较大的，由本人复核并说明理由",
      branches = {
        { when = function(_, case) return #deviating(case.answers.score) > 0 end, to = "confirm_scores" },
        { to = "ranking" },
      },
    },
    task "confirm_scores" {
      title = "复核评分", by = seat, transfer = false, each = function(_, case) return deviating(case.answers.score) end, collect = true,
      edits = { "score_need", "score_plan", "score_team", "score_benefit" },
      needs = { "score_need", "score_plan", "score_team", "score_benefit" }, reasons = { "keep", "change" },
      on = { keep = "ranking", change = "ranking", mixed = "ranking" },
    },
    -- 评分提交后锁定；只有评审委员会重新评审才能改。
    wait "ranking" {
      title = "等待排名", of = parent, report = summary, on = { ranked = "award", parent_ended = "cancelled" },
    },
    wait "award" {
      title = "公示，等待结果", of = parent, report = summary,
      on = { funded = "contract", pooled = "pool", rejected = "not_funded", rescore = "score", parent_ended = "cancelled" },
    },
    effect "pool" {
      title = "进入项目库", ledger = "project_pool", next = "pooled",
      payload = function(form, case)
        return { uscc = form.uscc, project = form.project, until_day = dates.months_after(case.today, param "proj.pool_months") }
      end,
    },

    task "contract" {
      title = "签订协议", basis = "办法第23、24条", by = role "handler", within = days(param "proj.sign"),
      edits = { "contract_amount", "signed_on", "term_months", "continuous", "midterm_due", "final_due", "account_uscc" },
      needs = { "contract_amount", "signed_on", "term_months", "midterm_due", "final_due" },
      notice = "award_notice", on = { signed = "term" },
    },
    decide "term" {
      title = "合同期限和金额", basis = "办法第24条：一般不超过1年，符合条件的不超过3年",
      branches = {
        { when = function(form, case)
            local longest = param "gps.term_max"
            local months = form.continuous == true and longest[2] or longest[1]
            return form.term_months > months or form.contract_amount > case.messages.award.amount
          end, to = "contract" },
        { to = "disclose" },
      },
    },
    effect "disclose" { title = "合同公告", basis = "签订后2个工作日内公告", notice = "contract_disclosure", next = "pay1" },
    task "pay1" {
      title = "首期拨付", by = role "finance", within = workdays(param "proj.first_pay", { since = "signed_on" }),
      propose = function(form) return payment(form, 1) end, on = { paid = "book1" },
    },
    effect "book1" { title = "首期入账", ledger = "payment", payload = entry_of(1), next = "midterm" },

    -- 逾期未交中期报告视为不合格，停止拨付第二期。
    wait "midterm" {
      title = "等待中期报告", of = applicant, till = function(form) return form.midterm_due end,
      edits = { "midterm_report" }, on = { submitted = "mid_review", timeout = "late" },
    },
    effect "late" { title = "通报逾期", notice = "late_report_notice", next = "sanction" },
    task "mid_review" {
      title = "中期评估", basis = "办法第27条", by = role "evaluator", within = workdays(param "proj.review"), edits = { "opinion" },
      reasons = { "fail", "breach" }, on = { pass = "pay2", fail = "sanction", breach = "sanction" },
    },
    task "pay2" {
      title = "二期拨付", by = role "finance", within = workdays(param "proj.pay"),
      propose = function(form) return payment(form, 2) end, on = { paid = "book2" },
    },
    effect "book2" { title = "二期入账", ledger = "payment", payload = entry_of(2), next = "final" },
    wait "final" {
      title = "等待末期报告", of = applicant, till = function(form) return form.final_due end,
      edits = { "final_report" }, on = { submitted = "final_review", timeout = "late_final" },
    },
    effect "late_final" { title = "通报逾期", notice = "late_report_notice", next = "final_sanction" },
    task "final_review" {
      title = "末期评估、验收", basis = "办法第27条：评估结果与付款挂钩", by = role "evaluator", edits = { "opinion" },
      within = workdays(param "proj.review"), reasons = { "fail", "breach" },
      on = { pass = "pay3", fail = "final_sanction", breach = "final_sanction" },
    },
    task "pay3" {
      title = "末期拨付", by = role "finance", within = workdays(param "proj.pay"),
      propose = function(form) return payment(form, 3) end, on = { paid = "book3" },
    },
    effect "book3" { title = "末期入账", ledger = "payment", payload = entry_of(3), next = "publish" },
    effect "publish" { title = "结项公告", notice = "completion_notice", next = "completed" },

    -- 终止、追回、限制申报都由负责人决定；转包属于违约（办法第26条）。
    task "sanction" {
      title = "中期处理", basis = "合同；办法第26条", by = role "leader", edits = { "recovered" },
      propose = function() return { outcome = "terminate" } end, adverse = { "terminate", "ban" }, reasons = { "continue" },
      on = { terminate = "recover", ban = "book_ban", continue = "final" },
    },
    task "final_sanction" {
      title = "末期处理", basis = "合同；办法第26条", by = role "leader", edits = { "recovered" },
      propose = function() return { outcome = "terminate" } end, adverse = { "terminate", "ban" }, reasons = { "accept" },
      on = { terminate = "recover", ban = "book_ban", accept = "final_review" },
    },
    effect "recover" {
      title = "追回资金", ledger = "recovery", next = "terminated",
      payload = function(form) return { uscc = form.uscc, amount = form.recovered or 0 } end,
    },
    effect "book_ban" {
      title = "限制申报", ledger = "ban", next = "recover_all",
      payload = function(form, case)
        return { key = form.uscc, until_day = dates.months_after(case.today, 12 * param "proj.ban") }
      end,
    },
    effect "recover_all" {
      title = "追回资金", ledger = "recovery", next = "banned",
      payload = function(form) return { uscc = form.uscc, amount = form.recovered or 0 } end,
    },

    finish "completed" { title = "结项", result = "completed" },
    finish "pooled" { title = "进入项目库", result = "pooled", notice = "result_letter" },
    finish "not_funded" { title = "未入选", result = "rejected", notice = "result_letter" },
    finish "ineligible" { title = "形式审查不通过", result = "ineligible", notice = "refusal_letter", remedy = "objection" },
    finish "lapsed" { title = "逾期未补正", result = "lapsed", notice = "lapsed_notice" },
    finish "terminated" { title = "终止协议", result = "terminated", notice = "termination_letter", remedy = "reconsideration" },
    finish "banned" { title = "违约，限制申报", result = "banned", notice = "ban_letter", remedy = "reconsideration" },
    finish "cancelled" { title = "征集终止", result = "cancelled", notice = "call_ended_notice" },
  },
}

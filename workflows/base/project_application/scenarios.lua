-- 申报单位均为虚构，代码取自编码规则的示例。

local function application(more)
  local form = {
    org = "甲助餐服务中心", uscc = "52330602MJ9999024Q", registration = "registered", accounts_ok = true, taxes_ok = true,
    scope_ok = true, inspections_ok = true, kind = "purchase", total = 60000000, deadline = "2026-03-31 17:00",
    project = "社区老人助餐", codes = { "M001" }, budget = 60000000, requested = 29800000, beneficiaries = 200,
  }
  for key, value in pairs(more or {}) do form[key] = value end
  return form
end

local queried = { credit_queried = "2026-03-10 09:00" }

local function given(more)
  return { at = "2026-03-10 09:00", unit = "mz-330602", area = "330602", form = application(more) }
end

local function add(story, ...)
  for _, entry in ipairs({ ... }) do story[#story + 1] = entry end
  return story
end

-- 形式审查的建议，逐种情形。
local function review(name, more, proposal, at)
  local entry = given(more)
  entry.at = at or entry.at
  return scenario(name) { given = entry, story = { { expect = { open = { "form_review" }, proposal = { form_review = proposal } } } } }
end

-- 台账里有一条违约限制申报。
local function banned(name, until_day, proposal)
  local entry = given()
  entry.ledgers = { ban = { { key = "52330602MJ9999024Q", until_day = until_day }, { key = "51330104999999031U", until_day = "2030-01-01" } } }
  return scenario(name) { given = entry, story = { { expect = { proposal = { form_review = proposal } } } } }
end

local panel = {}
for i = 1, 7 do panel[i] = { unit = "mz-330602", user = "专家" .. i } end

local function sheet(total)
  local rest = total >= 70 and 20 or 10
  return { score_need = 27.4, score_plan = total - 27.4 - 2 * rest, score_team = rest, score_benefit = rest }
end

local function until_scored(totals)
  local story = {
    { act = "complete", task = "form_review", outcome = "ok", at = "2026-03-13 10:00", form = queried },
    { message = "review_start", outcome = "review", at = "2026-04-02 10:00", data = { panel = { table.unpack(panel, 1, #totals) } } },
  }
  for _, total in ipairs(totals) do
    add(story, { act = "complete", task = "score", outcome = "scored", form = sheet(total), at = "2026-04-10 10:00" })
  end
  return story
end

local even = { 88, 92, 85, 90, 95, 78, 91 }

local function until_award(outcome)
  return add(until_scored(even), { message = "ranking", outcome = "ranked", data = { rank = 1, score = 8920 }, at = "2026-04-20 10:00" },
    { message = "award", outcome = outcome, data = { amount = 29800000 }, at = "2026-05-11 09:00" })
end

local function signed(amount, more)
  local form = { contract_amount = amount, signed_on = "2026-05-12", term_months = 12,
    midterm_due = "2026-09-15 17:00", final_due = "2027-03-15 17:00" }
  for key, value in pairs(more or {}) do form[key] = value end
  return { act = "complete", task = "contract", outcome = "signed", form = form, at = "2026-05-12 10:00" }
end

local function paid(part, at)
  return { act = "complete", task = "pay" .. part, outcome = "paid", at = at }
end

local function until_midterm(amount)
  return add(until_award("funded"), signed(amount or 29800000), paid(1, "2026-05-20 10:00"))
end

local function until_final()
  return add(until_midterm(), { message = "midterm", at = "2026-09-15 16:59", form = { midterm_report = "已服务120人。" } },
    { act = "complete", task = "mid_review", outcome = "pass", at = "2026-09-20 10:00" }, paid(2, "2026-09-28 10:00"))
end

local function play(name, story, ...)
  return scenario(name) { given = given(), story = add(story, ...) }
end

return {
  review("PS-02 民办非企业单位可以申报", {}, "ok"),
  review("PS-02 社会团体可以申报", { uscc = "51330104999999031U" }, "ok"),
  review("PS-02 基金会可以申报", { uscc = "53440300MJL9990424" }, "ok"),
  review("PS-02 企业可以申报", { uscc = "91330106MA9999056G" }, "ok"),
  review("PS-02 国家机关不是承接主体", { uscc = "11330102999999015D" }, "fail"),
  review("PS-02 公益一类事业单位不是承接主体", { uscc = "12330602MB9999017N", public_class = "one" }, "fail"),
  review("公益二类事业单位可以申报", { uscc = "12330602MB9999017N", public_class = "two" }, "ok"),
  review("财政保障的群团组织不是承接主体", { uscc = "13330602MB9999025E" }, "fail"),
  review("其他机构不是承接主体", { uscc = "Y1330602MB9999033H" }, "fail"),
  review("居民委员会可以申报", { uscc = "54330602MB9999041W" }, "ok"),
  scenario "PS-02 代码校验位不对，当场指出" {
    given = (function()
      local entry = given { uscc = "52330602MJ9999024A" }
      entry.refused, entry.field = "FORM_INVALID", "uscc"
      return entry
    end)(),
    story = {},
  },

  review("PS-03 一年前的同一天列入活动异常名录，仍在期内", { abnormal_on = "2025-03-31" }, "fail"),
  review("PS-03 早一天列入活动异常名录，不计", { abnormal_on = "2025-03-30" }, "ok"),
  review("PS-03 两年前的同一天列入严重违法失信名单，仍在期内", { dishonest_on = "2024-03-31" }, "fail"),
  review("PS-03 早一天列入严重违法失信名单，不计", { dishonest_on = "2024-03-30" }, "ok"),
  review("PS-03 三年前的同一天有重大违法记录，仍在期内", { violation_on = "2023-03-31" }, "fail"),
  review("PS-03 早一天的重大违法记录，不计", { violation_on = "2023-03-30" }, "ok"),
  review("PS-03 截止日前移出名录，期内仍不合格", { abnormal_on = "2025-06-01", removed = true }, "fail"),
  scenario "PS-03 本地规定已移出名录的不计" {
    given = (function()
      local entry = given { abnormal_on = "2025-06-01", removed = true }
      entry.params = { ["proj.removed_ok"] = true, ["proj.credit_windows"] = { 1, 2, 3 }, ["proj.demand_top"] = 5,
        ["proj.form_review"] = 5, ["proj.cap_percent"] = 60, ["proj.cap"] = 50000000, ["proj.management_max"] = 10 }
      return entry
    end)(),
    story = { { expect = { proposal = { form_review = "ok" } } } },
  },
  banned("PS-11 违约限制申报期内，不合格", "2026-03-31", "fail"),
  banned("限制申报期已过，可以申报", "2026-03-30", "ok"),
  scenario "PS-03 信用查询时间和查询记录留存" {
    given = given(),
    story = {
      { act = "complete", task = "form_review", outcome = "ok", refused = "FORM_INVALID", field = "credit_queried" },
      { act = "complete", task = "form_review", outcome = "ok", form = queried },
      { expect = { open = { "review_start" }, form = { credit_queried = "2026-03-10T09:00:00" } } },
    },
  },
  review("具备条件的个人可以承接购买服务", { registration = "individual", not_employment = true }, "ok"),
  review("个人承接不得变相用工", { registration = "individual" }, "fail"),
  review("公益创投不由个人申报", { registration = "individual", not_employment = true, kind = "contest", requested = 10000000 }, "fail"),

  review("PS-05 仅备案的单独申报，没有法人资格", { registration = "filed" }, "fail"),
  review("PS-05 与已登记的社会组织联合申报，款项付给后者", { registration = "filed", partner_uscc = "51330104999999031U",
    account_uscc = "51330104999999031U" }, "ok"),
  review("PS-05 收款账户不是有法人资格的一方，退回补正", { registration = "filed", partner_uscc = "51330104999999031U",
    account_uscc = "52330602MJ9999024Q" }, "supplement"),
  review("PS-06 引用已停用的服务事项，退回补正", { codes = { "M001", "M002", "M003" },
    menu = { { code = "M001", group = "G1" }, { code = "M002", group = "G1", retired = true }, { code = "M003", group = "G2" } } }, "supplement"),
  review("引用菜单里没有的服务事项，退回补正", { codes = { "M009" }, menu = { { code = "M001", group = "G1" } } }, "supplement"),
  review("报价超过预算，退回补正", { requested = 60000001 }, "supplement"),
  review("没有纳税证明，退回补正", { taxes_ok = false }, "supplement"),
  review("公益创投资助不超过预算的60%", { kind = "contest", budget = 40000000, requested = 24000001 }, "supplement"),
  review("正好60%可以", { kind = "contest", budget = 40000000, requested = 24000000 }, "ok"),
  review("公益创投资助封顶", { kind = "contest", budget = 200000000, requested = 50000001 }, "supplement"),
  review("管理费不超过10%", { kind = "contest", requested = 10000000, management_share = 11 }, "supplement"),
  review("不得用于固定资产", { kind = "contest", requested = 10000000, fixed_assets = true }, "supplement"),

  scenario "PS-06 没有回应居民票选需求的，专家看得到标记" {
    given = given { codes = { "M009" }, demand = { { code = "M001" }, { code = "M002" }, { code = "M003" }, { code = "M004" },
      { code = "M005" }, { code = "M009" } } },
    story = {
      { act = "complete", task = "form_review", outcome = "ok", form = queried },
      { expect = { open = { "review_start" }, report = { not_demand_led = true } } },
      { message = "review_start", outcome = "review", data = { panel = panel } },
      { expect = { title = { score = "专家评分（非需求导向：未回应居民票选的主要需求）" } } },
    },
  },
  scenario "PS-06 回应了前五项需求之一，没有标记" {
    given = given { codes = { "M009", "M005" }, demand = { { code = "M001" }, { code = "M002" }, { code = "M003" }, { code = "M004" },
      { code = "M005" }, { code = "M009" } } },
    story = {
      { act = "complete", task = "form_review", outcome = "ok", form = queried },
      { expect = { report = { not_demand_led = false } } },
    },
  },

  play("审查不通过由审查人作出并说明理由", {
    { act = "complete", task = "form_review", outcome = "fail", form = queried, refused = "REASON_REQUIRED" },
    { act = "complete", task = "form_review", outcome = "fail", form = queried, reason = "现场核查与申报不符。" },
    { expect = { result = "ineligible", effect = "notice" } },
  }),
  scenario "补正期间审查期限停止计算；补正后再审" {
    given = given { taxes_ok = false },
    story = {
      { act = "complete", task = "form_review", outcome = "supplement", form = queried },
      { expect = { open = { "supplement" }, step_due = { supplement = "2026-03-13" }, light = "paused" } },
      { message = "supplement", outcome = "supplied", form = { taxes_ok = true }, at = "2026-03-12 10:00" },
      { expect = { open = { "form_review" }, proposal = { form_review = "ok" }, due = "2026-03-19" } },
    },
  },
  scenario "逾期未补正" {
    given = given { taxes_ok = false },
    story = {
      { act = "complete", task = "form_review", outcome = "supplement", form = queried },
      { wait_until = "2026-03-14 00:00" },
      { expect = { result = "lapsed" } },
    },
  },

  play("PS-08 甲的七个总分和第一项得分一并报告", until_scored(even),
    { expect = { open = { "ranking" }, report = { scores = { 8800, 9200, 8500, 9000, 9500, 7800, 9100 },
      first = { 2740, 2740, 2740, 2740, 2740, 2740, 2740 } } } }),
  play("一位专家只能评一次，分数不得超过该项满分", {
    { act = "complete", task = "form_review", outcome = "ok", form = queried },
    { message = "review_start", outcome = "review", data = { panel = panel } },
    { act = "complete", task = "score", outcome = "scored", refused = "FORM_INVALID", field = "score_need" },
    { act = "complete", task = "score", outcome = "scored", form = { score_need = 31 }, refused = "FORM_INVALID", field = "score_need" },
    { act = "complete", task = "score", outcome = "scored", form = sheet(90), user = "专家9", refused = "TASK_CLAIMED" },
  }),
  play("偏离平均分超过20%的，本人复核并说明理由，可以维持", until_scored { 90, 90, 90, 90, 61 },
    { expect = { open = { "confirm_scores" }, assignee = { confirm_scores = "专家5" } } },
    { act = "complete", task = "confirm_scores", outcome = "keep", form = sheet(61), refused = "REASON_REQUIRED" },
    { act = "complete", task = "confirm_scores", outcome = "keep", form = sheet(61), reason = "实施方案缺少人员安排。" },
    { expect = { open = { "ranking" }, report = { scores = { 9000, 9000, 9000, 9000, 6100 } } } }),
  play("复核后改分的，以改后的为准", until_scored { 90, 90, 90, 90, 61 },
    { act = "complete", task = "confirm_scores", outcome = "change", form = sheet(81), reason = "看漏了附件。" },
    { expect = { report = { scores = { 9000, 9000, 9000, 9000, 8100 } } } }),
  play("两位复核，一位维持一位改分", until_scored { 90, 90, 90, 90, 62, 62, 90 },
    { act = "complete", task = "confirm_scores", outcome = "keep", form = sheet(62), reason = "维持。" },
    { act = "complete", task = "confirm_scores", outcome = "change", form = sheet(80), reason = "改分。" },
    { expect = { open = { "ranking" }, report = { scores = { 9000, 9000, 9000, 9000, 6200, 8000, 9000 } } } }),
  play("重新评审，重新打分", add(until_scored(even), { message = "ranking", outcome = "ranked" },
    { message = "award", outcome = "rescore" }), { expect = { open = { "score" } } }),

  play("PS-08 未入选而合格的进项目库，有效期12个月", until_award("pooled"),
    { expect = { result = "pooled", payload = { pool = { until_day = "2027-05-11" } } } }),
  play("不合格的未入选", until_award("rejected"), { expect = { result = "rejected", effect = "notice" } }),
  play("别人冒充征集事项告知结果，不认", { { act = "complete", task = "form_review", outcome = "ok", form = queried },
    { message = "award", outcome = "funded", refused = "MESSAGE_NOT_AWAITED" } }),
  play("放弃签约的，撤销申报", until_award("funded"), { act = "withdraw", reason = "人员变动。" },
    { expect = { status = "withdrawn", effect = "tell_parent" } }),
  play("征集终止：等待评审时", { { act = "complete", task = "form_review", outcome = "ok", form = queried },
    { message = "review_start", outcome = "parent_ended" }, { expect = { result = "cancelled" } } }),
  play("征集终止：等待排名时", until_scored(even), { message = "ranking", outcome = "parent_ended" }, { expect = { result = "cancelled" } }),
  play("征集终止：公示时", until_award("parent_ended"), { expect = { result = "cancelled" } }),

  play("GPS-24 合同期限超过一年又不符合条件的，退回重签", until_award("funded"), signed(29800000, { term_months = 24 }),
    { expect = { open = { "contract" } } }, signed(29800000, { term_months = 24, continuous = true }),
    { expect = { open = { "pay1" }, effect = "notice" } }),
  play("合同金额不得超过入选金额", until_award("funded"), signed(29800001), { expect = { open = { "contract" } } }),

  play("PS-11 按60/30/10拨付，中期、末期评估合格后拨付", until_award("funded"), signed(29800000),
    { expect = { open = { "pay1" }, step_due = { pay1 = "2026-06-02" }, proposal = { pay1 = "paid" }, explained = "第1期应付178800.00元" } },
    paid(1, "2026-05-20 10:00"), { expect = { open = { "midterm" }, payload = { book1 = { amount = 17880000 } } } },
    { message = "midterm", at = "2026-09-15 16:59", form = { midterm_report = "已服务120人。" } },
    { act = "complete", task = "mid_review", outcome = "pass" }, paid(2, "2026-09-28 10:00"),
    { expect = { payload = { book2 = { amount = 8940000 } } } },
    { message = "final", at = "2027-03-10 10:00", form = { final_report = "已服务210人。" } },
    { act = "complete", task = "final_review", outcome = "pass" }, paid(3, "2027-03-20 10:00"),
    { expect = { result = "completed", payload = { book3 = { amount = 2980000 } } } }),
  play("PS-11 尾差计入最后一期", until_midterm(10000001), { expect = { payload = { book1 = { amount = 6000001 } } } },
    { message = "midterm", at = "2026-09-01 10:00" }, { act = "complete", task = "mid_review", outcome = "pass" },
    paid(2, "2026-09-28 10:00"), { expect = { payload = { book2 = { amount = 3000000 } } } },
    { message = "final", at = "2027-03-10 10:00" }, { act = "complete", task = "final_review", outcome = "pass" },
    paid(3, "2027-03-20 10:00"), { expect = { payload = { book3 = { amount = 1000000 } } } }),
  play("PS-11 中期报告晚一天，视为不合格，第二期不拨；终止由负责人决定", until_midterm(),
    { wait_until = "2026-09-15 17:00" },
    { expect = { open = { "sanction" }, proposal = { sanction = "terminate" }, effect = "notice" } },
    { message = "midterm", at = "2026-09-16 09:00", refused = "MESSAGE_NOT_AWAITED" },
    { act = "complete", task = "sanction", outcome = "terminate", refused = "REASON_REQUIRED" },
    { act = "complete", task = "sanction", outcome = "terminate", reason = "逾期未交中期报告。", form = { recovered = 5000000 } },
    { expect = { result = "terminated", effect = { "ledger", "notice" }, payload = { recover = { amount = 5000000 } } } }),
  play("负责人决定继续的，第二期仍不拨", until_midterm(), { wait_until = "2026-09-15 17:00" },
    { act = "complete", task = "sanction", outcome = "continue", reason = "因台风停工。" },
    { expect = { open = { "final" } } }),
  play("PS-11 转包属于违约，三年内不得申报", until_midterm(), { message = "midterm", at = "2026-09-01 10:00" },
    { act = "complete", task = "mid_review", outcome = "breach", reason = "转包给无资质单位。", at = "2026-09-10 10:00" },
    { act = "complete", task = "sanction", outcome = "ban", reason = "转包，违反办法第26条。" },
    { expect = { result = "banned", payload = { book_ban = { key = "52330602MJ9999024Q", until_day = "2029-09-10" } } } }),
  play("中期评估不合格", until_midterm(), { message = "midterm", at = "2026-09-01 10:00" },
    { act = "complete", task = "mid_review", outcome = "fail", reason = "服务人数不足三成。" }, { expect = { open = { "sanction" } } }),
  play("末期报告逾期；负责人同意接收的，照常评估", until_final(), { wait_until = "2027-03-15 17:00" },
    { expect = { open = { "final_sanction" }, effect = "notice" } },
    { act = "complete", task = "final_sanction", outcome = "accept", reason = "补交报告。" },
    { expect = { open = { "final_review" } } },
    { act = "complete", task = "final_review", outcome = "fail", reason = "目标未达成。" },
    { act = "complete", task = "final_sanction", outcome = "terminate", reason = "验收不合格。" },
    { expect = { result = "terminated" } }),
  play("末期评估发现违约", until_final(), { message = "final", at = "2027-03-10 10:00" },
    { act = "complete", task = "final_review", outcome = "breach", reason = "虚报人数。" },
    { act = "complete", task = "final_sanction", outcome = "ban", reason = "虚报人数。" },
    { expect = { result = "banned" } }),
}

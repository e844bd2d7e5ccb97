-- 申报单位和分数均为虚构。分数以百分之一分为单位。

local function plan(more)
  local form = {
    kind = "purchase", title = "社区老人助餐服务", buyer = "organ", content = "elderly_meals", catalogue_code = "A0501",
    budgeted = true, total = 60000000, places = 2, deadline = "2026-03-31 17:00",
  }
  for key, value in pairs(more or {}) do form[key] = value end
  return form
end

local function given(more)
  return { at = "2026-03-01 09:00", unit = "mz-330602", area = "330602", form = plan(more) }
end

local panel = {}
for i = 1, 7 do panel[i] = { unit = "mz-330602", user = "专家" .. i, conflicts = {} } end

local entrants = {
  { org = "甲助餐服务中心", uscc = "52330602MJ9999024Q", scores = { 88, 92, 85, 90, 95, 78, 91 }, first = 2740, requested = 29800000 },
  { org = "乙社会工作协会", uscc = "51330104999999031U", scores = { 90, 89, 91, 88, 90, 87, 86 }, first = 2750, requested = 29000000 },
  { org = "丙公益基金会", uscc = "53440300MJL9990424", scores = { 92, 80, 86, 93, 88, 91, 84 }, first = 2800, requested = 28000000 },
  { org = "丁餐饮有限公司", uscc = "91330106MA9999056G", scores = { 91, 87, 90, 86, 93, 84, 92 }, first = 2710, requested = 30000000 },
}

local function report_of(entrant, more)
  local scores, first = {}, {}
  for i, score in ipairs(entrant.scores) do scores[i], first[i] = score * 100, entrant.first end
  local report = {
    org = entrant.org, uscc = entrant.uscc, scores = scores, first = first, requested = entrant.requested,
    budget = entrant.budget or 60000000, donated = entrant.donated or 0, donor_largest = entrant.donor_largest or 0,
    beneficiaries = entrant.beneficiaries or 200, bonus = entrant.bonus or 0,
    submitted = entrant.submitted or "2026-03-20T10:00:00",
  }
  for key, value in pairs(more or {}) do report[key] = value end
  return report
end

local function add(story, ...)
  for _, entry in ipairs({ ... }) do story[#story + 1] = entry end
end

-- 方案、审批、公告，各件申报并通过形式审查，截止。
local function until_panel(list, at)
  local story = {
    { act = "complete", task = "draft", outcome = "submit" },
    { act = "complete", task = "approve", outcome = "approve", at = "2026-03-02 10:00" },
    { expect = { open = { "applications" }, effect = "notice" } },
  }
  for i, entrant in ipairs(list) do
    add(story, { message = "application", at = "2026-03-2" .. i .. " 10:00", data = { title = entrant.org, unit = "mz-330602" },
      form = { org = entrant.org, uscc = entrant.uscc, requested = entrant.requested } })
  end
  for i, entrant in ipairs(list) do
    add(story, { child = i, arrived = "review_start", report = { org = entrant.org, uscc = entrant.uscc }, at = "2026-03-27 10:00" })
  end
  add(story, { expect = { open = { "applications" } } }, { wait_until = at or "2026-03-31 17:00" })
  return story
end

local function until_confirm(list)
  local story = until_panel(list)
  add(story, { act = "complete", task = "panel", outcome = "drawn", form = { panel = panel }, at = "2026-04-02 10:00" })
  for i, entrant in ipairs(list) do
    add(story, { child = i, arrived = "ranking", report = report_of(entrant), at = "2026-04-20 10:00" })
  end
  for i, entrant in ipairs(list) do add(story, { child = i, arrived = "award", report = report_of(entrant) }) end
  return story
end

local function until_sign(list)
  local story = until_confirm(list)
  add(story, { act = "complete", task = "confirm", outcome = "confirm", at = "2026-04-29 09:00" },
    { wait_until = "2026-05-10 00:00" })
  return story
end

local function play(name, form, story, ...)
  add(story, ...)
  return scenario(name) { given = given(form), story = story }
end

local function blocked(name, form, clause)
  return play(name, form, { { act = "complete", task = "draft", outcome = "submit" } },
    { expect = { status = "finished", result = "blocked", explained = clause } })
end

local function contest(more)
  local entrant = { org = "戊志愿服务队", uscc = "52330602MJ9999024Q", scores = { 80, 80, 80, 80, 80 }, first = 2400, requested = 20000000 }
  for key, value in pairs(more or {}) do entrant[key] = value end
  return entrant
end

local menu = {}
for i = 1, 144 do menu[i] = { code = string.format("M%03d", i), group = "G" .. (i - 1) % 31 } end

return {
  blocked("PS-01 外包12名窗口人员是劳务派遣，不得购买", { content = "labour_dispatch" }, "第10条第5项"),
  blocked("PS-01 道路施工和养护打包，不得购买", { content = "works" }, "第10条第3项"),
  blocked("PS-01 融资顾问，不得购买", { content = "financing" }, "第10条第4项"),
  blocked("PS-01 不属于政府职责的事项，不得购买", { content = "not_duty" }, "第10条第1项"),
  blocked("PS-01 应当由政府直接履职的事项，不得购买", { content = "own_duty" }, "第10条第2项"),
  blocked("PS-01 不在指导性目录内，不得购买", { catalogue_code = "Z9999" }, "不在指导性目录内"),
  blocked("公益一类事业单位不是购买主体", { buyer = "public_one" }, "公益一类"),
  blocked("财政拨款保障的群团组织不是购买主体", { buyer = "mass_organisation" }, "群团组织"),

  play("没有预算的退回；预算落实后再报；领导可以退回", { budgeted = false }, {
    { act = "complete", task = "draft", outcome = "submit" },
    { expect = { open = { "draft" }, explained = "先有预算" } },
    { act = "complete", task = "draft", outcome = "submit", form = { budgeted = true } },
    { act = "complete", task = "approve", outcome = "send_back", refused = "REASON_REQUIRED" },
    { act = "complete", task = "approve", outcome = "send_back", reason = "名额过少。" },
    { act = "complete", task = "draft", outcome = "drop" },
    { expect = { result = "dropped" } },
  }),
  play("PS-06 服务菜单少一项，退回重新导入", { menu = { table.unpack(menu, 1, 143) } }, {
    { act = "complete", task = "draft", outcome = "submit" },
    { expect = { open = { "draft" }, explained = "大类数" } },
    { act = "complete", task = "draft", outcome = "submit", form = { menu = menu } },
    { expect = { open = { "approve" } } },
  }),
  play("达到限额标准的，转政府采购平台", { total = 120000000 }, {
    { act = "complete", task = "draft", outcome = "submit" },
    { act = "complete", task = "approve", outcome = "approve" },
    { expect = { open = { "procurement" }, effect = "connector" } },
    { message = "procurement_result", outcome = "awarded" },
    { expect = { result = "procured" } },
  }),
  play("法定采购流标", { total = 120000000 }, {
    { act = "complete", task = "draft", outcome = "submit" },
    { act = "complete", task = "approve", outcome = "approve" },
    { message = "procurement_result", outcome = "failed" },
    { expect = { result = "void" } },
  }),
  play("没有人申报，到截止时征集落空", {}, until_panel({}), { expect = { result = "void", effect = "notice" } }),
  play("申报都没有通过审查", {}, {
    { act = "complete", task = "draft", outcome = "submit" },
    { act = "complete", task = "approve", outcome = "approve" },
    { message = "application", data = { title = "甲" } },
    { child = 1, result = "ineligible", at = "2026-03-20 10:00" },
    { wait_until = "2026-03-31 17:00" },
    { expect = { result = "void" } },
  }),

  play("PS-08 去掉最高最低，并列比第一项指标，前两名入选，其余进项目库", {}, until_panel(entrants),
    { expect = { open = { "panel" }, children = 4 } },
    { message = "application", data = { title = "迟到的申报" }, refused = "MESSAGE_NOT_AWAITED" },
    { act = "complete", task = "panel", outcome = "drawn", form = { panel = panel }, at = "2026-04-02 10:00" },
    { expect = { open = { "scored" }, told = { "review", "review", "review", "review" }, explained = "回避后由7位专家评分" } },
    { child = 1, arrived = "ranking", report = report_of(entrants[1]), at = "2026-04-20 10:00" },
    { child = 2, arrived = "ranking", report = report_of(entrants[2]) },
    { child = 3, arrived = "ranking", report = report_of(entrants[3]) },
    { child = 4, arrived = "ranking", report = report_of(entrants[4]) },
    { expect = { open = { "seated" }, told = { "ranked", "ranked", "ranked", "ranked" },
        explained = { "得89.20分，第1名", "得89.20分，第2名", "得88.80分，第3名", "得88.20分，第4名" } } },
    { child = 1, arrived = "award", report = report_of(entrants[1]) },
    { child = 2, arrived = "award", report = report_of(entrants[2]) },
    { child = 3, arrived = "award", report = report_of(entrants[3]) },
    { child = 4, arrived = "award", report = report_of(entrants[4]) },
    { expect = { open = { "confirm" }, proposal = { confirm = "confirm" } } },
    { act = "complete", task = "confirm", outcome = "confirm", at = "2026-04-29 09:00" },
    { wait_until = "2026-05-10 00:00" },
    { act = "complete", task = "sign", outcome = "award", at = "2026-05-11 09:00" },
    { expect = { open = { "projects" }, told = { "funded", "pooled", "pooled", "funded" }, effect = { "tell_child", "notice" },
        explained = { "去掉一个最高分和一个最低分后平均，得89.20分，第1名", "入选", "进入项目库" } } },
    { child = 2, result = "pooled" }, { child = 3, result = "pooled" },
    { child = 1, result = "completed", at = "2027-03-01 10:00" },
    { expect = { status = "running" } },
    { child = 4, result = "terminated", at = "2027-04-01 10:00" },
    { expect = { status = "finished", result = "closed" } }),

  play("PS-08 只有4个有效分时用平均分", {},
    until_confirm({ contest { scores = { 70, 80, 90, 100 } } }),
    { expect = { explained = { "4位专家的有效分平均，得85.00分" } } }),

  (function()
    local two = given()
    two.params = { ["proj.trim_min"] = 2 }
    local story = until_confirm({ contest { scores = { 70, 80 } } })
    add(story, { expect = { explained = { "2位专家的有效分平均，得75.00分" } } })
    return scenario "只有两个分时没有最高最低可去，理由也不说去掉了" { given = two, story = story }
  end)(),

  play("PS-09 公示到补班周六24时；期内异议答复前不能签约", {}, until_confirm(entrants),
    { act = "complete", task = "confirm", outcome = "confirm", at = "2026-04-29 09:00" },
    { expect = { open = { "publicity" }, step_due = { publicity = "2026-05-09" } } },
    { message = "objection", at = "2026-05-08 17:30", data = { title = "对入选项目的异议" }, form = { named = true, content = "需求不符。" } },
    { wait_until = "2026-05-10 00:00" },
    { message = "objection", data = { title = "迟到的异议" }, refused = "MESSAGE_NOT_AWAITED" },
    { expect = { open = { "publicity" }, children = 5 } },
    { child = 5, result = "rejected", at = "2026-05-12 10:00" },
    { expect = { open = { "sign" } } }),
  play("PS-09 没有异议的，公示期满第二个工作日即可签约", {}, until_confirm(entrants),
    { act = "complete", task = "confirm", outcome = "confirm", at = "2026-04-29 09:00" },
    { wait_until = "2026-05-09 23:59" },
    { expect = { open = { "publicity" } } },
    { wait_until = "2026-05-10 00:00" },
    { expect = { open = { "sign" } } },
    { act = "complete", task = "sign", outcome = "award", at = "2026-05-11 09:00" },
    { expect = { open = { "projects" } } }),
  play("PS-09 异议成立，重新评审后再公示", {}, until_confirm({ entrants[1], entrants[2] }),
    { act = "complete", task = "confirm", outcome = "confirm", at = "2026-04-29 09:00" },
    { message = "objection", at = "2026-05-08 17:30", data = { title = "专家应当回避" }, form = { named = true, content = "专家1为顾问。" } },
    { child = 3, result = "upheld", at = "2026-05-09 10:00" },
    { wait_until = "2026-05-10 00:00" },
    { expect = { open = { "committee" } } },
    { act = "complete", task = "committee", outcome = "rescore", refused = "REASON_REQUIRED" },
    { act = "complete", task = "committee", outcome = "rescore", reason = "专家1与甲有利害关系。" },
    { expect = { open = { "scored" }, told = { "rescore", "rescore", "" } } },
    { child = 1, arrived = "ranking", report = report_of(entrants[1], { scores = { 8000, 8000, 8000, 8000, 8000, 8000 } }) },
    { child = 2, arrived = "ranking", report = report_of(entrants[2]) },
    { child = 1, arrived = "award", report = report_of(entrants[1], { scores = { 8000, 8000, 8000, 8000, 8000, 8000 } }) },
    { child = 2, arrived = "award", report = report_of(entrants[2]) },
    { act = "complete", task = "confirm", outcome = "confirm" },
    { wait_until = "2026-05-20 00:00" },
    { expect = { open = { "sign" }, explained = "得88.80分，第1名" } }),
  play("异议成立，取消征集，各件都被告知", {}, until_confirm({ entrants[1] }),
    { act = "complete", task = "confirm", outcome = "confirm", at = "2026-04-29 09:00" },
    { message = "objection", at = "2026-05-08 17:30", data = { title = "程序违法" }, form = { named = true, content = "未公告。" } },
    { child = 2, result = "upheld", at = "2026-05-09 10:00" },
    { wait_until = "2026-05-10 00:00" },
    { act = "complete", task = "committee", outcome = "annul", reason = "征集公告未依法发布。" },
    { expect = { result = "annulled", told = { "parent_ended", "" } } }),
  play("审定时取消", {}, until_sign({ entrants[1] }),
    { act = "complete", task = "sign", outcome = "annul", refused = "REASON_REQUIRED" },
    { act = "complete", task = "sign", outcome = "annul", reason = "预算调减。" },
    { expect = { result = "annulled", told = { "parent_ended" } } }),
  play("评审委员会重新评审，须说明理由", {}, until_confirm({ entrants[1] }),
    { act = "complete", task = "confirm", outcome = "rescore", refused = "REASON_REQUIRED" },
    { act = "complete", task = "confirm", outcome = "rescore", reason = "评分表缺页。" },
    { expect = { open = { "scored" }, told = { "rescore" } } },
    { child = 1, result = "withdrawn" },
    { expect = { open = { "confirm" } } }),

  play("回避后不足五人的，增补专家", {}, until_panel({ entrants[1] }),
    { act = "complete", task = "panel", outcome = "drawn", at = "2026-04-02 10:00", form = { panel = {
      { unit = "u", user = "一", conflicts = { "52330602MJ9999024Q" } }, { unit = "u", user = "二" }, { unit = "u", user = "三" },
      { unit = "u", user = "四" }, { unit = "u", user = "五" } } } },
    { expect = { open = { "panel" } } },
    { act = "complete", task = "panel", outcome = "drawn", form = { panel = { table.unpack(panel, 1, 6) } } },
    { expect = { open = { "panel" } } },
    { act = "complete", task = "panel", outcome = "drawn", form = { panel = panel } },
    { expect = { open = { "scored" } } }),

  play("低于合格线的不入选；钱用完了，后面的进项目库", {},
    until_sign({ contest { requested = 50000000, scores = { 95, 95, 95, 95, 95 } },
      contest { uscc = "51330104999999031U", requested = 20000000, scores = { 90, 90, 90, 90, 90 } },
      contest { uscc = "53440300MJL9990424", requested = 5000000, scores = { 59, 59, 59, 59, 59 } } }),
    { act = "complete", task = "sign", outcome = "award" },
    { expect = { told = { "funded", "pooled", "rejected" }, explained = { "低于合格线" } } }),
  play("完全并列又只有一个名额，都进项目库，由评审委员会决定", { places = 1 },
    until_sign({ contest {}, contest { org = "己服务队", uscc = "51330104999999031U" } }),
    { act = "complete", task = "sign", outcome = "award" },
    { expect = { told = { "pooled", "pooled" }, explained = { "第1名", "由评审委员会决定" } } }),
  play("得分相同的，依次比单位受益成本、提交时间", { places = 1 },
    until_confirm({ contest { requested = 20000000 }, contest { uscc = "51330104999999031U", requested = 18000000 },
      contest { uscc = "53440300MJL9990424", requested = 18000000, submitted = "2026-03-19T10:00:00" } }),
    { act = "complete", task = "confirm", outcome = "confirm", at = "2026-04-29 09:00" },
    { wait_until = "2026-05-10 00:00" },
    { act = "complete", task = "sign", outcome = "award" },
    { expect = { told = { "pooled", "pooled", "funded" } } }),

  scenario "公益创投按捐赠配资，募捐加分，大额捐赠可以冠名" {
    given = { at = "2026-03-01 09:00", unit = "mz-330602", area = "330602", form = plan { kind = "contest", catalogue_code = "无" },
      params = { ["proj.match_times"] = 2, ["gps.catalogue"] = { "A0501" }, ["gps.threshold"] = 100000000, ["proj.menu"] = { 31, 144 },
        ["proj.panel_min"] = 5, ["proj.trim_min"] = 5, ["proj.pass_line"] = 6000, ["proj.ties"] = { "first", "unit_cost", "submitted" },
        ["proj.cap_percent"] = 60, ["proj.cap"] = 50000000, ["proj.cap_without_donation"] = 30000000, ["proj.naming_percent"] = 50,
        ["proj.publicity"] = 5 } },
    story = (function()
      local list = {
        contest { requested = 40000000, budget = 70000000, donated = 10000000, donor_largest = 35000000, bonus = 500 },
        contest { uscc = "51330104999999031U", requested = 36000000, budget = 60000000 },
      }
      local story = until_sign(list)
      add(story, { act = "complete", task = "sign", outcome = "award" },
        { expect = { told = { "funded", "funded" }, explained = "得85.00分，第1名",
            settled = { award = { { amount = 20000000, naming = true }, { amount = 30000000, naming = false } } } } })
      return story
    end)(),
  },
}

-- 项目征集：政府购买服务和公益创投的征集、评审、排名、公示、入选。每件申报（project_application）是它的子事项
-- 依据：《政府购买服务管理办法》（财政部令第102号，下称办法）；本地公益创投办法（参照杭民发〔2020〕105号）

local ranking = use "lib/ranking"
local funding = use "lib/funding"

local function in_catalogue(form)
  for _, code in ipairs(param "gps.catalogue") do
    if code == form.catalogue_code then return true end
  end
  return false
end

-- 服务菜单的大类数和明细数应当与发布的相符，导错了的不能征集。
local function menu_complete(form)
  local groups, count = {}, 0
  for _, entry in ipairs(form.menu or {}) do
    if not groups[entry.group] then
      groups[entry.group] = true
      count = count + 1
    end
  end
  local expected = param "proj.menu"
  return #(form.menu or {}) == 0 or (count == expected[1] and #form.menu == expected[2])
end

local function of_call(children, step)
  local own = {}
  for _, child in ipairs(children) do
    if child.step == step then own[#own + 1] = child end
  end
  return own
end

local function all_waiting(children)
  for _, child in ipairs(of_call(children, "applications")) do
    if child.status == nil and child.arrived == nil then return false end
  end
  return true
end

local function any_waiting(children)
  for _, child in ipairs(of_call(children, "applications")) do
    if child.arrived ~= nil then return true end
  end
  return false
end

-- 与申报单位有利害关系的专家回避：同单位、成员、顾问、亲属、3年内有报酬往来。
local function panel_for(form, uscc)
  local panel = {}
  for _, expert in ipairs(form.panel or {}) do
    local conflict = false
    for _, code in ipairs(expert.conflicts or {}) do conflict = conflict or code == uscc end
    if not conflict then panel[#panel + 1] = { unit = expert.unit, user = expert.user, title = "专家评分" } end
  end
  return panel
end

local function panel_enough(form, case)
  if #form.panel % 2 == 0 then return false end
  for _, child in ipairs(of_call(case.children, "applications")) do
    if child.arrived ~= nil and #panel_for(form, child.report.uscc) < param "proj.panel_min" then return false end
  end
  return true
end

-- 一件申报可得的资助额：购买服务为报价；公益创投有上限，按本地办法配资。
local function grant(form, report)
  if form.kind == "purchase" then return report.requested end
  local amount = funding.capped(report.requested, report.budget, param "proj.cap_percent", param "proj.cap")
  local times = param "proj.match_times"
  if times == 0 then return amount end
  return funding.matched(amount, report.donated, times, param "proj.cap", param "proj.cap_without_donation")
end

-- 全部申报的名次、得分、资助额和结果。只取决于各件报告和参数，可以重算。
local function evaluate(form, children)
  local entries, trim = {}, param "proj.trim_min"
  for i, child in ipairs(children) do
    local report = child.report
    entries[i] = {
      no = child.no, org = report.org, count = #report.scores,
      score = ranking.mean(report.scores, trim) + (form.kind == "contest" and report.bonus or 0),
      first = ranking.mean(report.first, trim), requested = report.requested, beneficiaries = report.beneficiaries,
      submitted = report.submitted, amount = grant(form, report),
      naming = form.kind == "contest" and report.donor_largest * 100 >= report.budget * param "proj.naming_percent",
    }
  end
  local order = param "proj.ties"
  return funding.award(ranking.rank(entries, order), form.places, form.total, param "proj.pass_line")
end

local words = { funded = "入选", pooled = "进入项目库", rejected = "低于合格线，不入选" }
local tie_words = { first = "第一项指标", unit_cost = "单位受益成本", price = "报价", submitted = "提交时间" }
local english = { funded = "funded", pooled = "kept in the pool", rejected = "below the pass line" }

-- 逐件给出结果和理由。outcome 为空时，各件的结果就是评定的结果。
local function results(form, children, outcome)
  local list, ties = {}, {}
  for i, name in ipairs(param "proj.ties") do ties[i] = tie_words[name] end
  for i, entry in ipairs(evaluate(form, children)) do
    local trimmed = ranking.trims(entry.count, param "proj.trim_min")
    local tie = entry.committee and "；并列又超出名额，由评审委员会决定" or ""
    list[i] = {
      no = entry.no, outcome = outcome or entry.outcome, award = entry.outcome, rank = entry.rank, score = entry.score,
      first = entry.first, amount = entry.amount, committee = entry.committee, naming = entry.naming,
      zh = string.format("%d位专家的有效分%s，得%s分，第%d名（并列时依次比较%s），%s%s", entry.count,
        trimmed and "去掉一个最高分和一个最低分后平均" or "平均", ranking.text(entry.score), entry.rank,
        table.concat(ties, "、"), words[entry.outcome], tie),
      en = string.format("%s of %d valid scores: %s, rank %d (ties: %s), %s%s",
        trimmed and "mean without one highest and one lowest" or "mean", entry.count, ranking.text(entry.score), entry.rank,
        table.concat(param "proj.ties", ", "), english[entry.outcome], entry.committee and "; tied beyond the places" or ""),
      basis = "评审细则：评分、并列和入选规则",
    }
  end
  return list
end

-- 对本次排名的异议中有成立的。
local function upheld(children, ranked)
  for _, child in ipairs(of_call(children, "publicity")) do
    if child.result == "upheld" and child.no > ranked.no then return true end
  end
  return false
end

return workflow "project_call" {
  title = "项目征集",
  basis = "《政府购买服务管理办法》第5–14条；本地公益创投办法",

  params = {
    ["gps.catalogue"] = { "A0501", "A0502", "A0601", "B0301" },  -- 本级政府购买服务指导性目录
    ["gps.threshold"] = 100000000,    -- 达到限额的，按政府采购法定方式（分）
    ["proj.menu"] = { 31, 144 },      -- 服务菜单的大类数、明细数
    ["proj.panel_min"] = 5,           -- 回避后每件申报的专家不少于几人
    ["proj.trim_min"] = 5,            -- 有效分达到几个才去掉最高最低
    ["proj.pass_line"] = 6000,        -- 合格线，百分之一分
    ["proj.ties"] = { "first", "unit_cost", "submitted" },  -- 并列时依次比较
    ["proj.cap_percent"] = 60, ["proj.cap"] = 50000000,     -- 资助上限：预算的百分比；封顶（分）
    ["proj.match_times"] = 0,         -- 社会捐赠的配资倍数，0 为不配资
    ["proj.cap_without_donation"] = 30000000,               -- 没有捐赠时的封顶（分）
    ["proj.naming_percent"] = 50,     -- 单笔捐赠达到预算百分之几的可以冠名
    ["proj.publicity"] = 5,           -- 公示期（工作日）
  },

  form = {
    choice "kind" {
      label = "类型", required = true,
      options = { { value = "purchase", label = "政府购买服务" }, { value = "contest", label = "公益创投（公益项目大赛）" } },
    },
    text "title" { label = "名称", required = true, max = 100 },
    choice "buyer" { label = "主办单位性质", required = true, options = from_table "buyers", basis = "办法第5、8、35条" },
    choice "content" { label = "内容", required = true, options = from_table "contents", basis = "办法第9、10条" },
    text "catalogue_code" { label = "指导性目录代码", max = 20, basis = "办法第11–14条" },
    bool "budgeted" { label = "已列入预算" },
    money "total" { label = "总额", required = true },
    integer "places" { label = "拟资助个数", required = true, min = 1, max = 200 },
    datetime "deadline" { label = "申报截止", required = true },
    list "menu" { label = "服务菜单", max = 500, hint = "每项 { code, group, retired }" },
    list "demand" { label = "居民票选需求，按票数排列", max = 100, hint = "每项 { code, label, votes }" },
    list "panel" { label = "评审专家", max = 31, hint = "每人 { unit, user, conflicts = 有利害关系单位的代码 }" },
    text "opinion" { label = "意见", max = 4000 },
  },

  labels = {
    open = "可以征集", blocked = "不得购买", redo = "退回修改", awarded = "采购成交", drawn = "已抽取",
    reached = "各申报单位已到", confirm = "确认排名", rescore = "重新评分", annul = "取消征集", award = "审定入选",
    failed = "采购失败", done = "本阶段结束",
  },

  steps = {
    task "draft" {
      title = "编制征集方案", by = role "handler",
      edits = { "title", "content", "catalogue_code", "budgeted", "total", "places", "deadline", "menu", "demand" },
      on = { submit = "admission", drop = "dropped" },
    },
    -- 负面清单、指导性目录、预算：不符合的不得征集，写明条款。
    decide "admission" {
      title = "购买主体和内容", basis = "办法第5–14条", table = "call_admission",
      inputs = function(form)
        return {
          kind = form.kind, buyer = form.buyer, content = form.content, catalogue = in_catalogue(form),
          budgeted = form.budgeted == true, menu = menu_complete(form),
        }
      end,
      on = { open = "approve", blocked = "blocked", redo = "draft" },
    },
    task "approve" {
      title = "审批征集方案", by = role "leader", reasons = { "send_back" },
      on = { approve = "procedure", send_back = "draft" },
    },
    decide "procedure" {
      title = "采购方式", basis = "《政府采购法》：达到限额标准的按法定方式",
      branches = {
        { when = function(form) return form.kind == "purchase" and form.total >= param "gps.threshold" end, to = "hand_over" },
        { to = "announce" },
      },
    },
    -- 法定采购在政府采购平台上进行，评审、质疑、投诉均按其规则；这里只等结果。
    effect "hand_over" { title = "转政府采购平台", connector = "procurement_platform", next = "procurement" },
    wait "procurement" {
      title = "等待采购结果", message = "procurement_result", on = { awarded = "procured", failed = "void" },
    },

    effect "announce" { title = "发布征集公告", notice = "call_notice", next = "applications" },
    -- 截止前每收到一件申报，开出一件子事项；截止后，各件都已审查完毕（等待评审或者已办结），才往下走。
    call "applications" {
      title = "受理申报", process = "project_application", wait = "arrived",
      invite = "application", open = function(form) return form.deadline end,
      form = function(form, _, item)
        local own = {}
        for name, value in pairs(item.form or {}) do own[name] = value end
        own.kind, own.total, own.deadline, own.menu, own.demand = form.kind, form.total, form.deadline, form.menu, form.demand
        return own
      end,
      on = { done = "enough" },
    },
    decide "enough" {
      title = "是否有合格申报",
      branches = { { when = function(_, case) return any_waiting(case.children) end, to = "panel" }, { to = "void" } },
    },

    task "panel" {
      title = "抽取评审专家", basis = "评审细则：单数，不少于5人，利害关系人回避", by = role "handler",
      edits = { "panel" }, needs = { "panel" }, on = { drawn = "recusal" },
    },
    decide "recusal" {
      title = "回避后人数", basis = "评审细则：回避后不足5人的，增补或者延期",
      branches = { { when = panel_enough, to = "open_review" }, { to = "panel" } },
    },
    effect "open_review" {
      title = "开始评审", of = "applications", gives = { "review" }, next = "scored",
      settle = function(form, _, children)
        local list = {}
        for i, child in ipairs(children) do
          local panel = panel_for(form, child.report.uscc)
          list[i] = {
            no = child.no, outcome = "review", panel = panel,
            zh = string.format("回避后由%d位专家评分", #panel),
            en = string.format("%d experts after recusal", #panel), basis = "评审细则：利害关系人回避",
          }
        end
        return list
      end,
    },
    wait "scored" {
      title = "等待评分", till = function(_, case) return all_waiting(case.children) end, on = { reached = "ranking" },
    },
    effect "ranking" {
      title = "排名", basis = "评审细则", of = "applications", gives = { "ranked" }, next = "seated",
      settle = function(form, _, children) return results(form, children, "ranked") end,
    },
    wait "seated" {
      title = "通知各申报单位", till = function(_, case) return all_waiting(case.children) end, on = { reached = "confirm" },
    },
    -- 系统排名，评审委员会确认；评分有误的，说明理由后重新评审，原评分全部保留。
    task "confirm" {
      title = "确认排名", by = role "leader", edits = { "opinion" }, reasons = { "rescore" },
      propose = function() return { outcome = "confirm" } end,
      on = { confirm = "publicise", rescore = "reopen" },
    },
    effect "reopen" {
      title = "重新评审", of = "applications", gives = { "rescore" }, next = "scored",
      settle = function(_, _, children)
        local list = {}
        for i, child in ipairs(children) do
          list[i] = { no = child.no, outcome = "rescore", zh = "评审委员会决定重新评分", en = "the committee has it scored again" }
        end
        return list
      end,
    },

    effect "publicise" { title = "公示", notice = "publicity_notice", next = "publicity" },
    -- 公示期内的异议逐件办理；公示期满且异议都已答复，才能签约。
    call "publicity" {
      title = "公示期", basis = "本地公益创投办法：公示5至7个工作日", process = "publicity_objection",
      invite = "objection", open = workdays(param "proj.publicity"), on = { done = "objections" },
    },
    decide "objections" {
      title = "异议是否成立",
      branches = { { when = function(_, case) return upheld(case.children, case.settled.ranking) end, to = "committee" }, { to = "sign" } },
    },
    task "committee" {
      title = "异议成立的处理", by = role "leader", edits = { "opinion" }, reasons = { "rescore", "annul" },
      on = { rescore = "reopen", annul = "annulled" },
    },
    task "sign" {
      title = "审定入选项目", by = role "leader", reasons = { "annul" }, on = { award = "award", annul = "annulled" },
    },
    effect "award" {
      title = "公布结果", basis = "评审细则；公示无异议或者异议已处理", of = "applications",
      gives = { "funded", "pooled", "rejected" }, next = "result_notice",
      settle = function(form, _, children) return results(form, children) end,
    },
    effect "result_notice" { title = "结果公告", basis = "办法：2个工作日内公告", notice = "result_notice", next = "projects" },
    wait "projects" {
      title = "项目执行",
      till = function(_, case)
        for _, child in ipairs(of_call(case.children, "applications")) do
          if child.status == nil then return false end
        end
        return true
      end,
      on = { reached = "closed" },
    },

    finish "closed" { title = "全部项目办结", result = "closed", notice = "call_summary" },
    finish "procured" { title = "按法定方式采购", result = "procured" },
    finish "void" { title = "没有合格申报", result = "void", notice = "void_notice" },
    finish "annulled" { title = "取消征集", result = "annulled", notice = "annulment_notice" },
    finish "blocked" { title = "不得购买", result = "blocked" },
    finish "dropped" { title = "撤回方案", result = "dropped" },
  },
}

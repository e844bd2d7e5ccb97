-- 法律援助申请（依申请提供的法律援助）
-- 依据：《法律援助法》第20–64条；《办理法律援助案件程序规定》（司法部令第148号，下称程序规定）

local dates = use "lib/dates"

-- 第32条：不受经济困难条件限制的事项。
local unlimited = { hero = true, bravery = true, retrial = true, violence = true }

-- 第42条：免予核查经济困难状况的人员。
local exempt = { no_livelihood = "第42条第1项", relief = "第42条第2项", migrant_worker = "第42条第3项" }

-- 第24条：犯罪嫌疑人、被告人因其他原因没有委托辩护人的，也可以申请。
local function other_reason(form)
  return form.matter == "defence" and form.other_reason == true
end

local function needs_hardship_check(form)
  return not unlimited[form.matter] and not other_reason(form) and not exempt[form.exemption]
end

-- 经济困难条件，连同所依据的条款；免予核查和不受限制的，不查询、不填写收入。
local function hardship(form)
  local function answer(outcome, zh, en, basis)
    return { outcome = outcome, zh = zh, en = en, basis = "《法律援助法》" .. basis }
  end
  if unlimited[form.matter] then return answer("unlimited", "不受经济困难条件限制，不查询收入", "not limited by hardship, no income is asked", "第32条") end
  if other_reason(form) then return answer("other_reason", "因其他原因没有委托辩护人", "no counsel for other reasons", "第24条") end
  if exempt[form.exemption] then
    return answer("exempt", "免予核查经济困难状况，不查询收入", "exempt from the check, no income is asked", exempt[form.exemption])
  end
  if form.income <= param "la.hardship.income_line" then
    return answer("hardship", "收入不高于经济困难标准", "the income is not above the line", "第34条")
  end
  return answer("above_line", "收入高于经济困难标准", "the income is above the line", "第34条")
end

-- 补贴按办理阶段，没有写明阶段的按诉讼。
local stages = { litigation = "诉讼", arbitration = "仲裁", investigation = "侦查", prosecution = "审查起诉", reconsideration = "复议",
                 settlement = "和解、非诉讼", terminated = "终止" }

local function subsidy(form, case)
  local stage = case.outcomes.confirm_termination == "terminate" and "terminated" or form.stage or "litigation"
  local amount = (param "la.subsidy")[stage]
  return {
    outcome = "paid", amount = amount,
    explanation = {
      zh = string.format("按%s阶段的补贴标准，应付%d.%02d元", stages[stage], amount // 100, amount % 100),
      en = string.format("subsidy of the stage %s: %d.%02d yuan", stage, amount // 100, amount % 100),
      rule = "la.subsidy", inputs = { stage = stage }, basis = "《法律援助法》第52条",
    },
  }
end

return workflow "legal_aid" {
  title = "法律援助申请",
  basis = "《法律援助法》第24、29、31–34、38–49条",
  applicant = { person },

  params = {
    ["la.review"] = 7,               -- 第43条：自收到申请之日起7日（自然日）
    ["la.supplement_window"] = 10,   -- 补正期，法律未规定，由本地确定（工作日）
    ["la.assign"] = 3,               -- 第43条：自决定之日起3日
    ["la.sign"] = 5,                 -- 程序规定第27条：自指派之日起5日
    ["la.close"] = 30,               -- 程序规定：结案后30日内提交案卷
    ["la.pay"] = 30,                 -- 程序规定：收到完整案卷后30日内
    ["la.transfer"] = 24,            -- 第39条：被羁押人员的申请，有关机关24小时内转交
    ["la.assistance"] = 20,          -- 异地协查期限，不计入审查期限（日）
    ["la.change"] = 5,               -- 受援人申请更换承办人员，5个工作日内决定
    ["la.urgent_days"] = 7,          -- 第44条：距时效或期限届满不足七日
    ["la.lawyer_min_years"] = 3,     -- 第26条：可能判处无期徒刑、死刑的，执业三年以上
    -- 按案件阶段、形式的补贴（分），省定标准，可以调整
    ["la.subsidy"] = { litigation = 200000, arbitration = 150000, investigation = 100000, prosecution = 120000,
                       reconsideration = 120000, settlement = 100000, terminated = 60000 },
    ["la.hardship.income_line"] = 332000,  -- 第34条：省定标准，家庭人均月收入，分
  },

  -- 各地可以调整其他内容，下列各项由法律规定。
  locked = {
    ["params.la.review"] = "《法律援助法》第43条：自收到申请之日起7日",
    ["params.la.assign"] = "《法律援助法》第43条：自决定之日起3日",
    ["clock.statutory"] = "《法律援助法》第43条",
    ["steps.supplement.once"] = "《法律援助法》第43条：一次性告知",
    ["steps.examine.adverse"] = "《法律援助法》第48、49条：不予援助须由负责的人决定并说明理由",
    ["steps.refused.remedy"] = "《法律援助法》第49条：可以提出异议",
    ["tables.legal_aid_eligibility"] = "《法律援助法》第31、32、34、42条",
  },

  form = {
    choice "matter" { label = "事项", required = true, options = from_table "legal_aid_matters", basis = "第31、32条" },
    bool "other_reason" {
      label = "因其他原因没有委托辩护人", basis = "第24条", shown = function(form) return form.matter == "defence" end,
    },
    choice "exemption" {
      label = "免予核查情形", required = true, options = from_table "legal_aid_exemptions", basis = "第42条",
      shown = function(form) return not unlimited[form.matter] and not other_reason(form) end,
    },
    money "income" {
      label = "家庭人均月收入", sensitive = true, purpose = "审查经济困难条件（第34、41条）",
      required = needs_hardship_check, shown = needs_hardship_check,
    },
    choice "applied_by" {
      label = "由谁申请", basis = "第40条",
      options = { { value = "self", label = "本人" }, { value = "statutory_agent", label = "法定代理人" },
                  { value = "other_agent", label = "其他法定代理人或近亲属（法定代理人侵权的）" },
                  { value = "relative", label = "近亲属、监护人代为（被羁押的）" } },
    },
    bool "detained" { label = "申请人被羁押、强制隔离戒毒", basis = "第39条" },
    bool "elsewhere" { label = "已有其他有管辖权的机构先收到申请", basis = "第38条" },
    bool "commitment" {
      label = "个人诚信承诺", basis = "第41条：不得要求开具困难证明",
      required = needs_hardship_check, shown = needs_hardship_check,
    },
    text "facts" { label = "案情及理由", required = true, max = 4000, purpose = "审查援助条件" },
    date "limitation" { label = "时效或期限届满日", hint = "起诉、仲裁、复议等期限，如有" },
    bool "preservation" { label = "需要立即申请财产保全、证据保全、先予执行", basis = "第44条" },
    bool "corrected" { label = "司法行政部门责令改正后给予援助", basis = "第49条" },
    bool "serious" { label = "可能判处无期徒刑、死刑，或者死刑复核", basis = "第25、26条" },
    bool "minor" { label = "未成年人案件" },
    choice "aid" {
      label = "援助形式", basis = "第22条",
      options = { { value = "advice", label = "法律咨询" }, { value = "documents", label = "代拟法律文书" },
                  { value = "defence", label = "刑事辩护与代理" }, { value = "representation", label = "民事、行政、国家赔偿代理" },
                  { value = "duty_lawyer", label = "值班律师法律帮助" }, { value = "arbitration", label = "劳动争议调解与仲裁代理" } },
    },
    text "lawyer" { label = "承办人员", max = 60 },
    -- 不合条件的人员不能指派；三日的指派期限照常计算。
    integer "lawyer_years" {
      label = "承办人员执业年限", min = 0, max = 70, basis = "《法律援助法》第26条",
      valid = function(form)
        local short = form.serious == true and (form.lawyer_years or 0) < param "la.lawyer_min_years"
        return not (form.lawyer ~= nil and short) or "可能判处无期徒刑、死刑的案件，须执业三年以上"
      end,
    },
    bool "knows_minors" {
      label = "承办人员熟悉未成年人身心特点", basis = "程序规定第26条",
      valid = function(form)
        return not (form.lawyer ~= nil and form.minor == true and form.knows_minors ~= true) or "未成年人案件，须熟悉其身心特点"
      end,
    },
    choice "ground" { label = "终止情形", options = from_table "termination_grounds", basis = "第48条" },
    choice "closing_event" { label = "结案依据", options = from_table "closing_events", basis = "程序规定：结案日" },
    choice "stage" {
      label = "办理阶段",
      options = { { value = "litigation", label = "诉讼" }, { value = "arbitration", label = "仲裁" },
                  { value = "investigation", label = "侦查" }, { value = "prosecution", label = "审查起诉" },
                  { value = "reconsideration", label = "复议" }, { value = "settlement", label = "和解、非诉讼" },
                  { value = "terminated", label = "终止" } },
    },
    date "closed_on" { label = "结案日" },
    text "file_gaps" { label = "案卷缺少的材料", max = 2000 },
    text "opinion" { label = "审查意见", max = 2000 },
  },

  materials = {
    material "application" { label = "法律援助申请表" },
    material "identity" { label = "身份证明", shared = true },
    material "hardship" {
      label = "经济困难状况说明表", may_follow = true, basis = "第41、42条", required = needs_hardship_check,
    },
    material "exemption_proof" {
      label = "免予核查的证明", basis = "第42条", may_follow = true,
      required = function(form) return not unlimited[form.matter] and exempt[form.exemption] ~= nil end,
    },
    material "authority" {
      label = "代理权证明", basis = "第40条", may_follow = true,
      required = function(form) return form.applied_by ~= nil and form.applied_by ~= "self" end,
    },
    material "case_papers" { label = "与申请事项有关的案件材料", may_follow = true },
  },

  -- 七日自法律援助机构收到申请之日起算：羁押场所转交的，转交的时间不算在内。
  clock = {
    statutory = days(param "la.review"),
    pauses = { "supplement", "assistance" },
    starts = { "accept" }, ends = { "assign", "refused" },
    basis = "《法律援助法》第43条",
  },

  labels = {
    transferred = "已转交", complete = "材料齐全", not_ours = "不属本机构", advised = "已咨询解答",
    unlimited = "不限经济条件", other_reason = "另有法定情形", exempt = "免予核查", hardship = "符合困难条件",
    above_line = "超过困难标准", grant = "给予援助", refuse = "不予援助", assist = "请异地协查",
    recipient_absent = "受援人未到场", closed = "已结案", terminate = "提请终止", change = "更换承办人员",
    keep = "不予更换", continue = "继续援助", handed_in = "已交卷", incomplete = "案卷不齐", answered = "协查已回复",
  },

  steps = {
    decide "arrival" {
      title = "来件情况", basis = "《法律援助法》第38、39、49条",
      branches = {
        { when = function(form) return form.corrected == true end, to = "tell_grant" },
        { when = function(form) return form.elsewhere == true end, to = "elsewhere" },
        { when = function(form) return form.detained == true end, to = "transfer" },
        { to = "accept" },
      },
    },
    -- 第38条：两个以上机构都有管辖权的，由先收到申请的机构受理。
    effect "elsewhere" { title = "告知先收到申请的机构", notice = "first_received_notice", next = "accept" },
    -- 第39条：看守所、监狱等收到申请后二十四小时内转交。
    task "transfer" {
      title = "羁押场所转交申请", basis = "《法律援助法》第39条", by = duty("detention", { role = "handler" }),
      within = hours(param "la.transfer"), on = { transferred = "accept" },
    },
    task "accept" {
      title = "窗口受理", by = role "window", edits = { "aid" },
      on = { complete = "urgent", missing = "supplement", not_ours = "forwarded", advised = "advised" },
    },

    -- 第43条：一次性告知；逾期不补正且无正当理由的，视为撤回，不是不予援助。
    wait "supplement" {
      title = "一次性告知补正", basis = "《法律援助法》第43条", of = applicant,
      within = workdays(param "la.supplement_window"), once = true, notice = "supplement_notice",
      edits = { "exemption", "income", "commitment", "facts", "limitation" },
      on = { supplied = "urgent", timeout = "withdrawn" },
    },

    -- 第44条：距时效或期限届满不足七日（六日以内）的，需要立即保全或者先予执行的，可以先行提供，手续随后补办。
    decide "urgent" {
      title = "是否先行提供", basis = "《法律援助法》第44条",
      branches = {
        { when = function(form, case)
            if form.preservation == true then return true end
            return form.limitation ~= nil and dates.days_between(case.today, form.limitation) < param "la.urgent_days"
          end, to = "aid_first" },
        { to = "hardship" },
      },
    },
    effect "aid_first" { title = "先行提供法律援助", notice = "aid_first_notice", next = "remind" },
    effect "remind" { title = "提醒补办手续", message = { to = "aid_first_papers" }, next = "hardship" },

    decide "hardship" {
      title = "经济困难条件", basis = "《法律援助法》第31、32、34、42条",
      rule = hardship,
      on = { unlimited = "examine", other_reason = "examine", exempt = "examine", hardship = "examine", above_line = "examine" },
    },

    task "examine" {
      title = "审查", basis = "《法律援助法》第43条", by = duty("legal_aid", { role = "reviewer" }),
      propose = decision "legal_aid_eligibility", adverse = { "refuse" }, edits = { "opinion" },
      on = { grant = "tell_grant", refuse = "refused", missing = "supplement", assist = "assistance" },
    },
    -- 请求异地机构协助查证的时间，不计入审查期限。
    wait "assistance" {
      title = "异地协查", message = "assistance_answered", within = days(param "la.assistance"),
      on = { answered = "hardship", timeout = "hardship" },
    },

    effect "tell_grant" { title = "送达给予法律援助决定书", notice = "grant_letter", next = "assign" },
    task "assign" {
      title = "指派", basis = "《法律援助法》第43条", by = duty("legal_aid", { role = "handler" }),
      within = days(param "la.assign"), edits = { "lawyer", "lawyer_years", "knows_minors", "serious", "minor", "aid" },
      needs = { "lawyer" }, on = { assigned = "tell_assignment" },
    },
    effect "tell_assignment" {
      title = "送达指派通知书，告知联系方式", basis = "程序规定第27条", notice = "assignment_notice",
      payload = function(form) return { lawyer = form.lawyer } end, next = "agreement",
    },
    task "agreement" {
      title = "签订委托协议", basis = "程序规定第27条", by = duty("legal_aid", { role = "lawyer" }),
      within = days(param "la.sign"), on = { signed = "handling", recipient_absent = "handling" },
    },
    task "handling" {
      title = "承办", basis = "《法律援助法》第46条", by = duty("legal_aid", { role = "lawyer" }),
      edits = { "closed_on", "closing_event", "stage", "ground" },
      on = { closed = "hand_in", terminate = "confirm_termination", change = "decide_change" },
    },
    -- 受援人有证据证明承办人员不依法履行职责的，可以请求更换。
    task "decide_change" {
      title = "决定是否更换承办人员", basis = "程序规定：5个工作日内决定", by = duty("legal_aid", { role = "reviewer" }),
      within = workdays(param "la.change"), reasons = { "keep" }, on = { change = "assign", keep = "handling" },
    },
    -- 第48条所列情形之一，由法律援助机构决定终止。
    task "confirm_termination" {
      title = "终止审查", basis = "《法律援助法》第48条", by = duty("legal_aid", { role = "reviewer" }),
      adverse = { "terminate" }, edits = { "ground", "closed_on" }, needs = { "ground" },
      labels = { terminate = "决定终止" }, on = { terminate = "fraud", continue = "handling" },
    },
    -- 第64条：骗取援助的，由司法行政部门责令支付费用、处三千元以下罚款；另案处理。
    decide "fraud" {
      title = "是否骗取援助", basis = "《法律援助法》第48条第1项、第64条",
      branches = {
        { when = function(form) return form.ground == "fraud" end, to = "report_fraud" },
        { to = "tell_termination" },
      },
    },
    effect "report_fraud" { title = "移送司法行政部门处理", message = { to = "legal_aid_fraud" }, next = "tell_termination" },
    effect "tell_termination" {
      title = "送达终止决定书，抄送承办单位和办案机关", basis = "《法律援助法》第48、49条", notice = "termination_letter",
      payload = { remedy = "objection", copies = { "firm", "organ" } }, next = "hand_in",
    },
    -- 自结案日起算，不是自登记之日；终止的，收到终止决定之日为结案日。
    task "hand_in" {
      title = "提交案卷", basis = "程序规定：自结案日起30日内", by = duty("legal_aid", { role = "lawyer" }),
      within = days(param "la.close", { since = "closed_on" }), on = { handed_in = "pay" },
    },
    -- 案卷不完整的，一次性列明退回，只退一次。补贴按阶段计算，免征增值税和个人所得税（第52条）。
    task "pay" {
      title = "审核案卷、支付补贴", basis = "《法律援助法》第52条；程序规定", by = duty("legal_aid", { role = "handler" }),
      within = days(param "la.pay"), edits = { "file_gaps" }, reasons = { "incomplete" },
      propose = subsidy, on = { paid = "ending", incomplete = "complete_file" },
    },
    task "complete_file" {
      title = "补齐案卷", by = duty("legal_aid", { role = "lawyer" }), within = days(param "la.close"),
      on = { handed_in = "pay_again" },
    },
    task "pay_again" {
      title = "支付补贴", basis = "《法律援助法》第52条", by = duty("legal_aid", { role = "handler" }), within = days(param "la.pay"),
      propose = subsidy, on = { paid = "ending" },
    },
    decide "ending" {
      title = "结案还是终止",
      branches = {
        { when = function(_, case) return case.outcomes.confirm_termination == "terminate" end, to = "terminated" },
        { to = "quality" },
      },
    },
    effect "quality" { title = "安排回访和质量评估", basis = "《法律援助法》第57、59条", message = { to = "legal_aid_quality" }, next = "closed" },

    finish "closed" { title = "结案归档", result = "granted" },
    finish "refused" { title = "不予法律援助", result = "refused", notice = "refusal_letter", remedy = "objection" },
    finish "terminated" { title = "终止法律援助", result = "terminated" },
    finish "advised" { title = "当场解答、代拟文书", result = "advised" },
    finish "withdrawn" { title = "视为撤回申请", result = "withdrawn_deemed", notice = "withdrawn_notice" },
    finish "forwarded" { title = "告知有管辖权的机构", result = "forwarded", notice = "forward_notice" },
  },
}

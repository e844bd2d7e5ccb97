-- 法律援助申请（依申请提供的法律援助）
-- 依据：《法律援助法》第31–49条；《办理法律援助案件程序规定》（司法部令第148号）

local dates = use "lib/dates"

-- 第32条：不受经济困难条件限制的事项。
local unlimited = { hero = true, bravery = true, retrial = true, violence = true }

-- 第42条：免予核查经济困难状况的人员。
local exempt = { no_livelihood = true, relief = true, migrant_worker = true }

local function needs_hardship_check(form)
  return not unlimited[form.matter] and not exempt[form.exemption]
end

return workflow "legal_aid" {
  title = "法律援助申请",
  basis = "《法律援助法》第38–49条",
  applicant = { person },

  params = {
    ["la.review"] = 7,               -- 第43条：自收到申请之日起7日（自然日）
    ["la.supplement_window"] = 10,   -- 补正期，法律未规定，由本地确定（工作日）
    ["la.assign"] = 3,               -- 第43条：自决定之日起3日
    ["la.sign"] = 5,                 -- 程序规定第27条：自指派之日起5日
    ["la.close"] = 30,               -- 程序规定：结案后30日内提交案卷
    ["la.pay"] = 30,                 -- 程序规定：收到完整案卷后30日内
    ["la.hardship.income_line"] = 332000,  -- 第34条：省定标准，家庭人均月收入，分
  },

  form = {
    choice "matter" { label = "事项", required = true, options = from_table "legal_aid_matters", basis = "第31、32条" },
    choice "exemption" {
      label = "免予核查情形", required = true, options = from_table "legal_aid_exemptions", basis = "第42条",
      shown = function(form) return not unlimited[form.matter] end,
    },
    money "income" {
      label = "家庭人均月收入", sensitive = true, purpose = "审查经济困难条件（第34、41条）",
      required = needs_hardship_check, shown = needs_hardship_check,
    },
    bool "commitment" {
      label = "个人诚信承诺", basis = "第41条：不得要求开具困难证明",
      required = needs_hardship_check, shown = needs_hardship_check,
    },
    text "facts" { label = "案情及理由", required = true, max = 4000, purpose = "审查援助条件" },
    date "limitation" { label = "时效或期限届满日", hint = "起诉、仲裁、复议等期限，如有" },
    text "lawyer" { label = "承办人员", max = 60 },
    integer "lawyer_years" { label = "承办人员执业年限", min = 0, max = 70 },
    date "closed_on" { label = "结案日" },
    text "opinion" { label = "审查意见", max = 2000 },
  },

  materials = {
    material "application" { label = "法律援助申请表" },
    material "identity" { label = "身份证明" },
    material "hardship" {
      label = "经济困难状况说明表", may_follow = true, basis = "第41、42条", required = needs_hardship_check,
    },
    material "exemption_proof" {
      label = "免予核查的证明", basis = "第42条", may_follow = true,
      required = function(form) return not unlimited[form.matter] and exempt[form.exemption] == true end,
    },
    material "case_papers" { label = "与申请事项有关的案件材料", may_follow = true },
  },

  clock = {
    statutory = days(param "la.review"),
    pauses = { "supplement" },
    ends = { "assign", "refused" },
    basis = "《法律援助法》第43条",
  },

  steps = {
    task "accept" {
      title = "窗口受理", by = role "window",
      on = { complete = "urgent", missing = "supplement", not_ours = "forwarded" },
    },

    -- 第43条：一次性告知；逾期不补正且无正当理由的，视为撤回，不是不予援助。
    wait "supplement" {
      title = "一次性告知补正", basis = "《法律援助法》第43条", of = applicant,
      within = workdays(param "la.supplement_window"), once = true, notice = "supplement_notice",
      edits = { "exemption", "income", "commitment", "facts", "limitation" },
      on = { supplied = "urgent", timeout = "withdrawn" },
    },

    -- 第44条：距时效或期限届满不足七日（六日以内）的，可以先行提供。
    decide "urgent" {
      title = "是否先行提供", basis = "《法律援助法》第44条",
      branches = {
        { when = function(form, case)
            return form.limitation ~= nil and dates.days_between(case.today, form.limitation) < 7
          end, to = "aid_first" },
        { to = "hardship" },
      },
    },
    effect "aid_first" { title = "先行提供法律援助", notice = "aid_first_notice", next = "hardship" },

    decide "hardship" {
      title = "经济困难条件", basis = "《法律援助法》第31、32、34、42条",
      rule = function(form)
        if unlimited[form.matter] then return "unlimited" end
        if exempt[form.exemption] then return "exempt" end
        if form.income <= param "la.hardship.income_line" then return "hardship" end
        return "above_line"
      end,
      on = { unlimited = "examine", exempt = "examine", hardship = "examine", above_line = "examine" },
    },

    task "examine" {
      title = "审查", basis = "《法律援助法》第43条", by = duty("legal_aid", { role = "reviewer" }),
      propose = decision "legal_aid_eligibility", adverse = { "refuse" }, edits = { "opinion" },
      on = { grant = "tell_grant", refuse = "refused", missing = "supplement" },
    },

    effect "tell_grant" { title = "送达给予法律援助决定书", notice = "grant_letter", next = "assign" },
    task "assign" {
      title = "指派", basis = "《法律援助法》第43条", by = duty("legal_aid", { role = "handler" }),
      within = days(param "la.assign"), edits = { "lawyer", "lawyer_years" }, needs = { "lawyer" },
      notice = "assignment_notice", on = { assigned = "agreement" },
    },
    task "agreement" {
      title = "签订委托协议", basis = "程序规定第27条", by = duty("legal_aid", { role = "lawyer" }),
      within = days(param "la.sign"), on = { signed = "handling", recipient_absent = "handling" },
    },
    task "handling" {
      title = "承办", basis = "《法律援助法》第46条", by = duty("legal_aid", { role = "lawyer" }),
      edits = { "closed_on" }, on = { closed = "hand_in", terminate = "confirm_termination", change = "assign" },
    },
    -- 第48条所列情形之一，由法律援助机构决定终止。
    task "confirm_termination" {
      title = "终止审查", basis = "《法律援助法》第48条", by = duty("legal_aid", { role = "reviewer" }),
      adverse = { "terminate" }, on = { terminate = "terminated", continue = "handling" },
    },
    task "hand_in" {
      title = "提交案卷", by = duty("legal_aid", { role = "lawyer" }), within = days(param "la.close"),
      on = { handed_in = "pay" },
    },
    task "pay" {
      title = "审核案卷、支付补贴", by = duty("legal_aid", { role = "handler" }), within = days(param "la.pay"),
      on = { paid = "closed", incomplete = "hand_in" },
    },

    finish "closed" { title = "结案归档", result = "granted" },
    finish "refused" { title = "不予法律援助", result = "refused", notice = "refusal_letter", remedy = "objection" },
    finish "terminated" { title = "终止法律援助", result = "terminated", notice = "termination_letter", remedy = "objection" },
    finish "withdrawn" { title = "视为撤回申请", result = "withdrawn_deemed", notice = "withdrawn_notice" },
    finish "forwarded" { title = "告知有管辖权的机构", result = "forwarded", notice = "forward_notice" },
  },
}

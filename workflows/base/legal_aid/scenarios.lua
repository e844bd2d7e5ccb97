-- 期限均为手工核对过的日期（放假安排：国办发明电〔2025〕7号）。

local wages = {
  matter = "wages", exemption = "none", income = 210000, commitment = true,
  facts = "在越城区一家印染厂工作，被拖欠工资28600元。",
}
local papers = { application = "original", identity = "copy", hardship = "original", case_papers = "copy" }

return {
  scenario "LA-01 材料齐全，按期给予援助" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602", form = wages, materials = papers },
    story = {
      { expect = { open = { "accept" }, due = "2026-03-10", light = "normal" } },
      { act = "complete", task = "accept", outcome = "complete", at = "2026-03-03 10:25" },
      { expect = { open = { "examine" }, proposal = { examine = "grant" }, desk = { examine = "la-330602/reviewer" } } },
      { act = "complete", task = "examine", outcome = "grant", at = "2026-03-09 15:00" },
      { expect = { open = { "assign" }, step_due = { assign = "2026-03-12" }, effect = "notice" } },
      { act = "complete", task = "assign", outcome = "assigned", at = "2026-03-11 09:30",
        form = { lawyer = "陈律师", lawyer_years = 6 } },
      { expect = { open = { "agreement" }, step_due = { agreement = "2026-03-16" } } },
      { act = "complete", task = "agreement", outcome = "signed", at = "2026-03-13 14:00" },
      { act = "complete", task = "handling", outcome = "closed", at = "2026-05-20 10:00", form = { closed_on = "2026-05-20" } },
      { expect = { step_due = { hand_in = "2026-06-22" } } },
      { act = "complete", task = "hand_in", outcome = "handed_in", at = "2026-06-01 10:00" },
      { act = "complete", task = "pay", outcome = "incomplete", at = "2026-06-03 10:00" },
      { act = "complete", task = "hand_in", outcome = "handed_in", at = "2026-06-05 10:00" },
      { act = "complete", task = "pay", outcome = "paid", at = "2026-06-10 10:00" },
      { expect = { status = "finished", result = "granted" } },
    },
  },

  scenario "LA-02 期限届满日在国庆长假，顺延到上班第一天" {
    given = { at = "2026-09-24 09:10", unit = "la-330602", area = "330602", form = wages, materials = papers },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { expect = { due = "2026-10-08", light = "normal" } },
      { wait_until = "2026-10-01 00:00" },
      { expect = { light = "yellow", open = { "examine" } } },
      { wait_until = "2026-10-08 23:59" },
      { expect = { light = "yellow" } },
      { wait_until = "2026-10-09 00:00" },
      { expect = { light = "red", open = { "examine" } } },
    },
  },

  scenario "LA-02 十月八日给予援助，指派期限数到补班周六之后" {
    given = { at = "2026-09-24 09:10", unit = "la-330602", area = "330602", form = wages, materials = papers },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { act = "complete", task = "examine", outcome = "grant", at = "2026-10-08 16:00" },
      { expect = { step_due = { assign = "2026-10-12" } } },
    },
  },

  scenario "LA-04 逾期未补正，视为撤回申请" {
    given = { at = "2026-06-08 09:30", unit = "la-330602", area = "330602", form = wages,
              materials = { application = "original", identity = "copy", hardship = "follows", case_papers = "follows" } },
    story = {
      { act = "complete", task = "accept", outcome = "missing" },
      { expect = { open = { "supplement" }, step_due = { supplement = "2026-06-23" }, light = "paused", effect = "notice" } },
      { wait_until = "2026-06-23 23:59" },
      { expect = { open = { "supplement" } } },
      { wait_until = "2026-06-24 00:00" },
      { expect = { status = "finished", result = "withdrawn_deemed" } },
    },
  },

  scenario "R8 补正期间不计入审查期限" {
    given = { at = "2026-02-09 09:00", unit = "la-330602", area = "330602", form = wages,
              materials = { application = "original", identity = "copy", hardship = "follows", case_papers = "copy" } },
    story = {
      { act = "complete", task = "accept", outcome = "missing", at = "2026-02-11 10:00" },
      { message = "supplement", outcome = "supplied", at = "2026-02-26 11:00", materials = { hardship = "original" } },
      { expect = { open = { "examine" }, due = "2026-03-03" } },
    },
  },

  scenario "LA-05 进城务工人员工伤：不问收入，免予核查" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602",
              form = { matter = "injury", exemption = "migrant_worker", facts = "在工地从脚手架跌落受伤。" },
              materials = { application = "original", identity = "copy", exemption_proof = "copy", case_papers = "copy" } },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { expect = { proposal = { examine = "grant" } } },
    },
  },

  scenario "LA-06 家庭暴力受害人：不受经济困难条件限制" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602",
              form = { matter = "violence", facts = "遭受家庭暴力，请求人身安全保护令和离婚损害赔偿。" },
              materials = { application = "original", identity = "copy", case_papers = "copy" } },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { expect = { proposal = { examine = "grant" } } },
    },
  },

  scenario "LA-07 超过经济困难标准：系统只建议，不予援助由人决定并说明理由" {
    given = { at = "2026-04-22 10:20", unit = "la-330602", area = "330602",
              form = { matter = "wages", exemption = "none", income = 1200000, commitment = true, facts = "拖欠工资。" },
              materials = papers },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { expect = { proposal = { examine = "refuse" }, status = "running" } },
      { act = "complete", task = "examine", outcome = "refuse", refused = "REASON_REQUIRED" },
      { act = "complete", task = "examine", outcome = "refuse", at = "2026-04-28 09:00",
        reason = "家庭人均月收入超过省定经济困难标准。" },
      { expect = { status = "finished", result = "refused", effect = "notice" } },
    },
  },

  scenario "LA-07 审查人不同意建议的，可以说明理由给予援助" {
    given = { at = "2026-04-22 10:20", unit = "la-330602", area = "330602",
              form = { matter = "wages", exemption = "none", income = 1200000, commitment = true, facts = "拖欠工资。" },
              materials = papers },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { act = "complete", task = "examine", outcome = "grant", refused = "REASON_REQUIRED" },
      { act = "complete", task = "examine", outcome = "grant", reason = "家庭突发重大疾病，人均收入实际低于标准。" },
      { expect = { open = { "assign" } } },
    },
  },

  scenario "不属于第31条所列事项的，建议不予援助" {
    given = { at = "2026-04-22 10:20", unit = "la-330602", area = "330602",
              form = { matter = "other", exemption = "relief", facts = "股权转让争议。" },
              materials = { application = "original", identity = "copy", exemption_proof = "copy", case_papers = "copy" } },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { expect = { proposal = { examine = "refuse" } } },
    },
  },

  scenario "第44条：离时效届满不足七日的，先行提供" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602",
              form = { matter = "wages", exemption = "none", income = 210000, commitment = true,
                       facts = "仲裁时效即将届满。", limitation = "2026-03-09" },
              materials = papers },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { expect = { open = { "examine" }, effect = "notice" } },
    },
  },

  scenario "第44条：正好七日不是不足七日" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602",
              form = { matter = "wages", exemption = "none", income = 210000, commitment = true,
                       facts = "仲裁时效还有七日。", limitation = "2026-03-10" },
              materials = papers },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { expect = { open = { "examine" }, no_event = "NoticeIssued" } },
    },
  },

  scenario "LA-11 受援人自行委托律师，终止法律援助" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602", form = wages, materials = papers },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { act = "complete", task = "examine", outcome = "grant", at = "2026-03-05 10:00" },
      { act = "complete", task = "assign", outcome = "assigned", at = "2026-03-06 10:00", form = { lawyer = "陈律师" } },
      { act = "complete", task = "agreement", outcome = "signed", at = "2026-03-09 10:00" },
      { act = "complete", task = "handling", outcome = "terminate", at = "2026-05-20 10:00" },
      { act = "complete", task = "confirm_termination", outcome = "terminate", refused = "REASON_REQUIRED" },
      { act = "complete", task = "confirm_termination", outcome = "terminate", at = "2026-05-25 10:00",
        reason = "受援人自行委托律师（第48条第六项）。" },
      { expect = { status = "finished", result = "terminated" } },
    },
  },

  scenario "审查时发现缺材料，一次性告知；受援人要求更换律师，重新指派" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602", form = wages,
              materials = { application = "original", identity = "copy", hardship = "original", case_papers = "follows" } },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { act = "complete", task = "examine", outcome = "missing", reason = "缺少劳动关系证明。", at = "2026-03-04 10:00" },
      { expect = { open = { "supplement" }, light = "paused" } },
      { message = "supplement", outcome = "supplied", at = "2026-03-06 10:00", materials = { case_papers = "copy" } },
      { expect = { open = { "examine" }, due = "2026-03-12" } },
      { act = "complete", task = "examine", outcome = "grant", at = "2026-03-09 10:00" },
      { act = "complete", task = "assign", outcome = "assigned", form = { lawyer = "陈律师" } },
      { act = "complete", task = "agreement", outcome = "signed" },
      { act = "complete", task = "handling", outcome = "change", at = "2026-04-01 10:00" },
      { act = "complete", task = "assign", outcome = "assigned", form = { lawyer = "李律师" } },
      { act = "complete", task = "agreement", outcome = "signed" },
      { act = "complete", task = "handling", outcome = "terminate", at = "2026-05-20 10:00" },
      { act = "complete", task = "confirm_termination", outcome = "continue" },
      { expect = { open = { "handling" } } },
    },
  },

  scenario "不属于本机构管辖的，告知有管辖权的机构" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602", form = wages, materials = papers },
    story = {
      { act = "complete", task = "accept", outcome = "not_ours" },
      { expect = { status = "finished", result = "forwarded" } },
    },
  },

  scenario "需要核查的人不填收入，不能提交" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602",
              form = { matter = "wages", exemption = "none", facts = "拖欠工资。" }, materials = papers,
              refused = "FORM_INVALID" },
    story = {},
  },
}

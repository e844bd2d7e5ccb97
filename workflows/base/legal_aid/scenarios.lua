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
      { expect = { open = { "pay" }, proposal = { pay = "paid" }, explained = "按诉讼阶段的补贴标准，应付2000.00元" } },
      { act = "complete", task = "pay", outcome = "incomplete", at = "2026-06-03 10:00", reason = "缺少庭审笔录。",
        form = { file_gaps = "庭审笔录" } },
      { act = "complete", task = "complete_file", outcome = "handed_in", at = "2026-06-05 10:00" },
      { act = "complete", task = "pay_again", outcome = "paid", at = "2026-06-10 10:00" },
      { expect = { status = "finished", result = "granted", effect = "message" } },
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
              form = { matter = "injury", exemption = "migrant_worker", income = 900000, facts = "在工地从脚手架跌落受伤。" },
              materials = { application = "original", identity = "copy", exemption_proof = "copy", case_papers = "copy" } },
    story = {
      { expect = { absent = { "income", "commitment" } } },
      { act = "complete", task = "accept", outcome = "complete" },
      { expect = { proposal = { examine = "grant" }, explained = { "免予核查经济困难状况，不查询收入", "第42条第3项" }, no_event = "WaitStarted" } },
    },
  },

  scenario "LA-06 家庭暴力受害人：不受经济困难条件限制" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602",
              form = { matter = "violence", income = 1200000, facts = "遭受家庭暴力，请求人身安全保护令和离婚损害赔偿。" },
              materials = { application = "original", identity = "copy", case_papers = "copy" } },
    story = {
      { expect = { absent = { "income", "exemption" } } },
      { act = "complete", task = "accept", outcome = "complete" },
      { expect = { proposal = { examine = "grant" }, explained = { "不受经济困难条件限制，不查询收入", "第32条" } } },
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

  scenario "第24条：刑事案件被告人因其他原因没有委托辩护人，不问收入" {
    given = { at = "2026-04-22 10:20", unit = "la-330602", area = "330602",
              form = { matter = "defence", other_reason = true, facts = "家属不愿委托辩护人。", income = 900000 },
              materials = { application = "original", identity = "copy", case_papers = "copy" } },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { expect = { proposal = { examine = "grant" }, explained = "第24条", absent = { "income" } } },
    },
  },

  scenario "第29条：公诉案件被害人按经济困难标准审查" {
    given = { at = "2026-04-22 10:20", unit = "la-330602", area = "330602",
              form = { matter = "victim", exemption = "none", income = 332000, commitment = true, facts = "附带民事诉讼。" }, materials = papers },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { expect = { proposal = { examine = "grant" }, explained = "第34条" } },
    },
  },

  scenario "结案日早于登记日的，交卷期限自结案日起算" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602", form = wages, materials = papers },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { act = "complete", task = "examine", outcome = "grant", at = "2026-03-05 10:00" },
      { act = "complete", task = "assign", outcome = "assigned", form = { lawyer = "陈律师" } },
      { act = "complete", task = "agreement", outcome = "signed" },
      { act = "complete", task = "handling", outcome = "closed", at = "2026-05-12 10:00",
        form = { closed_on = "2026-05-06", closing_event = "judgment" } },
      { expect = { step_due = { hand_in = "2026-06-05" } } },
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

  scenario "LA-11 受援人自行委托律师，终止法律援助，交卷、按阶段支付补贴" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602", form = wages, materials = papers },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { act = "complete", task = "examine", outcome = "grant", at = "2026-03-05 10:00" },
      { act = "complete", task = "assign", outcome = "assigned", at = "2026-03-06 10:00", form = { lawyer = "陈律师" } },
      { act = "complete", task = "agreement", outcome = "signed", at = "2026-03-09 10:00" },
      { act = "complete", task = "handling", outcome = "terminate", at = "2026-05-20 10:00", form = { ground = "own_lawyer" } },
      { act = "complete", task = "confirm_termination", outcome = "terminate", refused = "REASON_REQUIRED" },
      { act = "complete", task = "confirm_termination", outcome = "terminate", at = "2026-05-26 10:00",
        reason = "受援人自行委托律师（第48条第6项）。", form = { closed_on = "2026-05-25" } },
      { expect = { open = { "hand_in" }, step_due = { hand_in = "2026-06-24" }, effect = "notice",
          payload = { tell_termination = { remedy = "objection", copies = { "firm", "organ" } } } } },
      { act = "complete", task = "hand_in", outcome = "handed_in", at = "2026-06-10 10:00" },
      { expect = { proposal = { pay = "paid" }, explained = "按终止阶段的补贴标准，应付600.00元" } },
      { act = "complete", task = "pay", outcome = "incomplete", refused = "REASON_REQUIRED" },
      { act = "complete", task = "pay", outcome = "incomplete", at = "2026-06-12 10:00", reason = "缺少会见笔录、结案报告。",
        form = { file_gaps = "会见笔录、结案报告" } },
      { act = "complete", task = "complete_file", outcome = "handed_in", at = "2026-06-15 10:00" },
      { act = "complete", task = "pay_again", outcome = "paid", at = "2026-06-20 10:00" },
      { expect = { status = "finished", result = "terminated" } },
    },
  },

  scenario "第48条第1项：骗取援助的，终止并移送司法行政部门" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602", form = wages, materials = papers },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { act = "complete", task = "examine", outcome = "grant", at = "2026-03-05 10:00" },
      { act = "complete", task = "assign", outcome = "assigned", form = { lawyer = "陈律师" } },
      { act = "complete", task = "agreement", outcome = "signed" },
      { act = "complete", task = "handling", outcome = "terminate" },
      { act = "complete", task = "confirm_termination", outcome = "terminate", form = { ground = "fraud" }, reason = "伪造工资欠条。" },
      { expect = { open = { "hand_in" }, effect = { "message", "notice" } } },
    },
  },

  scenario "LA-07 责令改正后给予援助，指派期限遇周日顺延到周一" {
    given = { at = "2026-05-07 10:00", unit = "la-330602", area = "330602",
              form = { matter = "wages", exemption = "none", income = 210000, commitment = true, facts = "拖欠工资。", corrected = true },
              materials = papers },
    story = { { expect = { open = { "assign" }, step_due = { assign = "2026-05-11" }, effect = "notice" } } },
  },

  scenario "LA-09 重罪案件执业三年以上；未成年人案件熟悉其身心特点" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602", form = wages, materials = papers },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { act = "complete", task = "examine", outcome = "grant", at = "2026-03-05 10:00" },
      { expect = { step_due = { assign = "2026-03-09" } } },
      { act = "complete", task = "assign", outcome = "assigned", at = "2026-03-06 10:00", form = { lawyer = "甲律师", lawyer_years = 2, serious = true },
        refused = "FORM_INVALID", field = "lawyer_years" },
      { act = "complete", task = "assign", outcome = "assigned", form = { lawyer = "乙律师", lawyer_years = 3, serious = true, minor = true },
        refused = "FORM_INVALID", field = "knows_minors" },
      { expect = { open = { "assign" }, step_due = { assign = "2026-03-09" } } },  -- 指派期限不重新起算
      { act = "complete", task = "assign", outcome = "assigned",
        form = { lawyer = "丙律师", lawyer_years = 3, serious = true, minor = true, knows_minors = true } },
      { expect = { open = { "agreement" }, event = "NoticeIssued" } },
      { act = "complete", task = "agreement", outcome = "recipient_absent" },
      { act = "complete", task = "handling", outcome = "closed", form = { closed_on = "2026-03-05", stage = "arbitration" } },
      { act = "complete", task = "hand_in", outcome = "handed_in" },
      { expect = { explained = "应付1500.00元" } },
      { act = "complete", task = "pay", outcome = "paid" },
      { expect = { result = "granted" } },
    },
  },

  scenario "异地协查的时间不计入审查期限；到期未回复的，照常审查" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602", form = wages, materials = papers },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { act = "complete", task = "examine", outcome = "assist", at = "2026-03-05 10:00", reason = "向户籍地核实收入。" },
      { expect = { open = { "assistance" }, light = "paused" } },
      { message = "assistance_answered", outcome = "answered", at = "2026-03-12 10:00" },
      { expect = { open = { "examine" }, due = "2026-03-17" } },
      { act = "complete", task = "examine", outcome = "assist", reason = "再次核实。" },
      { wait_until = "2026-04-02 00:00" },
      { expect = { open = { "examine" } } },
    },
  },

  scenario "第39条：被羁押人员的申请，二十四小时内转交，不分节假日" {
    given = { at = "2026-10-01 10:15", unit = "la-330602", area = "330602",
              form = { matter = "wages", exemption = "none", income = 210000, commitment = true, facts = "拖欠工资。",
                       detained = true, applied_by = "relative" },
              materials = { application = "original", identity = "copy", hardship = "original", case_papers = "copy", authority = "copy" } },
    story = {
      { expect = { open = { "transfer" }, step_due = { transfer = "2026-10-02 10:15" } } },
      { act = "complete", task = "transfer", outcome = "transferred" },
      { expect = { open = { "accept" } } },
    },
  },

  scenario "第43条：七日自收到申请之日起算，羁押场所转交的时间不算在内" {
    given = { at = "2026-03-03 16:00", unit = "la-330602", area = "330602",
              form = { matter = "wages", exemption = "none", income = 210000, commitment = true, facts = "拖欠工资。",
                       detained = true, applied_by = "relative" },
              materials = { application = "original", identity = "copy", hardship = "original", case_papers = "copy", authority = "copy" } },
    story = {
      { act = "complete", task = "transfer", outcome = "transferred", at = "2026-03-04 15:30" },
      { expect = { open = { "accept" }, due = "2026-03-11" } },
      { act = "complete", task = "accept", outcome = "complete", at = "2026-03-05 09:00" },
      { expect = { open = { "examine" }, due = "2026-03-11" } },
    },
  },

  scenario "第38条：别的机构先收到的，告知申请人" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602",
              form = { matter = "wages", exemption = "none", income = 210000, commitment = true, facts = "拖欠工资。", elsewhere = true },
              materials = papers },
    story = {
      { expect = { open = { "accept" }, effect = "notice" } },
      { act = "complete", task = "accept", outcome = "not_ours" },
      { expect = { result = "forwarded" } },
    },
  },

  scenario "第22条：咨询和代拟文书当场办结" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602", form = wages, materials = papers },
    story = {
      { act = "complete", task = "accept", outcome = "advised", form = { aid = "advice" } },
      { expect = { result = "advised" } },
    },
  },

  scenario "第44条：需要立即申请财产保全的，先行提供，提醒补办手续" {
    given = { at = "2026-03-03 10:20", unit = "la-330602", area = "330602",
              form = { matter = "wages", exemption = "none", income = 210000, commitment = true, facts = "老板转移设备。", preservation = true },
              materials = papers },
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { expect = { open = { "examine" }, effect = { "notice", "message" } } },
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
      { expect = { step_due = { decide_change = "2026-04-09" } } },
      { act = "complete", task = "decide_change", outcome = "keep", reason = "没有证据。" },
      { act = "complete", task = "handling", outcome = "change" },
      { act = "complete", task = "decide_change", outcome = "change" },
      { act = "complete", task = "assign", outcome = "assigned", form = { lawyer = "李律师" } },
      { act = "complete", task = "agreement", outcome = "signed" },
      { act = "complete", task = "handling", outcome = "terminate", at = "2026-05-20 10:00" },
      { act = "complete", task = "confirm_termination", outcome = "continue", form = { ground = "asked" } },
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

-- 公示异议：评审结果公示期内收到的异议，逐件登记、逐件答复
-- 依据：公示公告；政府采购质疑答复期限参照《政府采购法》第53条

return workflow "publicity_objection" {
  title = "公示异议",
  basis = "公示期内可以提出异议，答复前不签订协议",
  applicant = { person, organisation },

  params = {
    ["proj.objection_answer"] = 7,  -- 答复期限（工作日）
  },

  form = {
    bool "named" { label = "实名提出" },
    text "content" { label = "异议内容", required = true, max = 4000 },
    text "clue" { label = "具体线索", max = 4000, hint = "匿名的，应当提供可以核查的线索" },
    text "answer" { label = "答复内容", max = 4000 },
  },

  clock = { statutory = workdays(param "proj.objection_answer"), basis = "《政府采购法》第53条（参照）" },

  labels = {
    upheld = "异议成立", rejected = "异议不成立",
  },

  steps = {
    -- 匿名又没有线索的，只登记，不影响签约。
    decide "checkable" {
      title = "是否可以核查", basis = "公示公告：异议应当实名或者有具体线索",
      branches = {
        { when = function(form) return form.named == true or (form.clue or "") ~= "" end, to = "answer" },
        { to = "registered" },
      },
    },
    task "answer" {
      title = "核查并答复", by = role "reviewer", edits = { "answer" }, needs = { "answer" },
      reasons = { "upheld", "rejected" }, on = { upheld = "upheld", rejected = "rejected" },
    },
    finish "upheld" { title = "异议成立", result = "upheld", notice = "objection_answer" },
    finish "rejected" { title = "异议不成立", result = "rejected", notice = "objection_answer" },
    finish "registered" { title = "登记备查", result = "registered" },
  },
}

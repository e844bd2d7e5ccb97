-- 办结后的回访、评价、差评整改和回头看
-- 依据：国办发〔2019〕51号（好差评）；综治中心规范化建设：回访、回头看

local bad = { ["不满意"] = true, ["非常不满意"] = true }

return workflow "return_visit" {
  title = "回访评价",
  basis = "国办发〔2019〕51号",
  applicant = { person, organisation },

  params = {
    ["jc.callback"] = 3,           -- 回访（工作日）
    ["review.default_after"] = 7,  -- 未评价的，到期记为基本满意并标注（自然日，不顺延）
    ["review.contact"] = 1,        -- 差评后联系（工作日）
    ["review.complex"] = 15,       -- 差评整改（工作日）
    ["jc.look_back"] = 30,         -- 调解案件回头看（日）
  },

  form = {
    bool "mediated" { label = "有调解达成协议的事项" },
    bool "solved" { label = "问题已解决" },
    choice "grade" { label = "评价", options = { "非常满意", "满意", "基本满意", "不满意", "非常不满意" } },
    list "grade_reasons" { label = "不满意的原因", of = "text", max = 10 },
    text "rectified" { label = "整改情况", max = 4000 },
    text "note" { label = "记录", max = 4000 },
  },

  -- 整改期限自差评起算；申诉不成立的，继续算原来的期限，不重新起算。
  clock = {
    statutory = workdays(param "review.complex"), starts = { "bad" }, ends = { "mended" }, basis = "国办发〔2019〕51号：限期整改",
  },

  labels = {
    reached = "已回访", rated = "已评价", rectified = "整改完成", explained = "已解释说明", excluded = "评价不计",
    dismissed = "申诉不成立", performed = "已履行", breached = "未履行",
  },

  steps = {
    fork "opened" { title = "回访和评价", to = { "call_back", "rating" }, join = "visited" },
    task "call_back" {
      title = "电话回访", basis = "办结后3个工作日内", by = role "window", within = workdays(param "jc.callback"),
      edits = { "solved", "note" }, on = { reached = "visited", unreachable = "visited" },
    },
    -- 一事一评，不得强迫、干扰；到期未评价的记为基本满意，并与实际评价分开统计。
    wait "rating" {
      title = "等待评价", basis = "国办发〔2019〕51号", of = applicant, within = days(param "review.default_after", { roll = false }),
      edits = { "grade", "grade_reasons" }, on = { rated = "grade", timeout = "default" },
    },
    effect "default" {
      title = "默认评价", ledger = "rating", payload = { grade = "基本满意", default = true }, next = "visited",
    },
    decide "grade" {
      title = "评价等次",
      branches = { { when = function(form) return bad[form.grade] == true end, to = "bad" }, { to = "visited" } },
    },

    -- 差评：谁办理谁负责，专人联系核实，限期整改。
    fork "bad" { title = "差评整改", to = { "contact", "rectify" }, join = "mended" },
    task "contact" {
      title = "联系核实", basis = "差评后1个工作日内联系", by = role "handler", within = workdays(param "review.contact"),
      edits = { "note" }, on = { contacted = "mended" },
    },
    task "rectify" {
      title = "整改", basis = "国办发〔2019〕51号；15个工作日内整改", by = role "handler",
      edits = { "rectified" }, reasons = { "appeal", "explained" },
      on = { rectified = "mended", explained = "mended", appeal = "appeal" },
    },
    -- 恶意差评由办理单位以外的单位认定，办理人自己不能认定。
    task "appeal" {
      title = "申诉复核", basis = "国办发〔2019〕51号：申诉复核", by = duty("rating.appeal", { role = "reviewer" }),
      reasons = { "excluded", "dismissed" }, on = { excluded = "mended", dismissed = "rectify" },
    },
    join "mended" { title = "整改完毕", next = "rate_again" },
    wait "rate_again" {
      title = "请再次评价", of = applicant, within = days(param "review.default_after", { roll = false }), edits = { "grade" },
      notice = "rate_again_notice", on = { rated = "visited", timeout = "visited" },
    },

    join "visited" { title = "回访评价完毕", next = "mediated" },
    decide "mediated" {
      title = "是否回头看", basis = "调解案件办结30日后回头看",
      branches = { { when = function(form) return form.mediated == true end, to = "pause" }, { to = "archived" } },
    },
    wait "pause" { title = "等待回头看", within = days(param "jc.look_back"), on = { timeout = "look_back" } },
    task "look_back" {
      title = "回头看", by = role "handler", edits = { "note" }, on = { performed = "archived", breached = "tell_routes" },
    },
    effect "tell_routes" { title = "告知可以起诉、申请执行", basis = "《人民调解法》第32条", notice = "routes_notice", next = "archived" },
    finish "archived" { title = "归档", result = "archived" },
  },
}

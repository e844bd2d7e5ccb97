-- 信访事项（申诉求决类）
-- 依据：《信访工作条例》（2022）

-- 登记时可以指定有权处理的单位；没有指定时按职责清单。
local function competent(form)
  return form.competent_unit and { unit = form.competent_unit, role = "handler" } or nil
end

return workflow "petition" {
  title = "信访事项",
  basis = "《信访工作条例》",
  applicant = { person, organisation },

  params = {
    ["xf.accept"] = 15,  -- 15日内决定是否受理并书面告知
    ["xf.handle"] = 60,  -- 第34条：自受理之日起60日内办结
    ["xf.ext"] = 30,     -- 第34条：情况复杂的，经批准可以延长，不超过30日
  },

  form = {
    choice "class" {
      label = "分类", required = true,
      options = { { value = "request", label = "申诉求决" }, { value = "suggestion", label = "建议意见" },
                  { value = "report", label = "检举控告" } },
    },
    text "facts" { label = "事实和请求", required = true, max = 8000 },
    bool "group" { label = "多人共同提出" },
    integer "representatives" { label = "代表人数", min = 1, max = 5, hint = "多人走访应当推选代表，不超过5人" },
    text "competent_unit" { label = "有权处理单位", max = 64 },
    text "opinion" { label = "处理意见", max = 8000 },
    text "basis" { label = "法律政策依据", max = 2000 },
  },

  materials = {
    material "identity" { label = "身份证明", shared = true, required = false },
  },

  clock = {
    statutory = days(param "xf.handle"),
    starts = { "handle" },
    extension = { period = days(param "xf.ext"), times = 1, by = role "leader", notice = "extension_notice" },
    basis = "《信访工作条例》第34条",
  },

  labels = {
    forward = "转入办理", to_law = "导入法定途径", repeated = "重复提出，不再受理", refuse = "不予受理",
    support = "诉求予以支持", explain = "解释疏导", not_support = "不予支持",
  },

  steps = {
    task "register" {
      title = "登记", by = duty("petition.register", { role = "window" }), within = days(param "xf.accept"),
      edits = { "competent_unit", "class" },
      on = { forward = "accept", to_law = "routed", repeated = "not_again" },
    },
    task "accept" {
      title = "决定是否受理", basis = "《信访工作条例》：15日内书面告知", within = days(param "xf.accept"),
      by = function(form, case) return competent(form) or { unit = case.unit, role = "handler" } end,
      adverse = { "refuse" },
      on = { accept = "tell_accepted", refuse = "not_accepted", to_law = "routed" },
    },
    effect "tell_accepted" { title = "送达受理告知书", notice = "acceptance_notice", next = "handle" },

    -- 处理意见书载明诉求、事实、意见、依据和请求复查的权利。
    task "handle" {
      title = "办理", basis = "《信访工作条例》第34条",
      by = function(form, case) return competent(form) or { unit = case.unit, role = "handler" } end,
      edits = { "opinion", "basis" }, needs = { "opinion" }, adverse = { "not_support" },
      on = { support = "supported", explain = "explained", not_support = "not_supported" },
    },

    finish "supported" { title = "予以支持", result = "supported", notice = "opinion_letter" },
    -- 第35条：对处理意见不服的，收到书面答复之日起30日内请求复查。
    finish "explained" { title = "解释说明", result = "explained", notice = "opinion_letter", remedy = "review" },
    finish "not_supported" { title = "不予支持", result = "not_supported", notice = "opinion_letter", remedy = "review" },
    finish "not_accepted" { title = "不予受理", result = "not_accepted", notice = "not_accepted_notice" },
    finish "not_again" { title = "不再受理", result = "not_again", notice = "not_again_notice" },
    finish "routed" { title = "导入法定途径", result = "routed_to_law", notice = "routes_notice" },
  },
}

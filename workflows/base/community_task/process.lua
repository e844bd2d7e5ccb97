-- 部门交办社区的工作：清单内的办理，清单外的社区可以不办
-- 依据：社区工作准入制度：未经准入的事项，社区可以不办；网格事项清单外不得交办

-- 准入情况以台账最后一条为准；紧急临时纳入须经同意并写明截止日，没有写明或者已过的，按未准入处理。
local function admitted(form, case)
  local entry = case.ledger.admission[#case.ledger.admission]
  if entry ~= nil and entry.state == "listed" and entry.until_day >= case.today then return "listed" end
  if form.urgent == true and (form.consent or "") ~= "" and form.until_day ~= nil and form.until_day >= case.today then
    return "urgent"
  end
  return entry ~= nil and entry.state == "suspended" and "suspended" or "unlisted"
end

return workflow "community_task" {
  title = "部门交办社区工作",
  basis = "社区工作准入制度；权随责走、费随事转",
  applicant = { organisation },
  reads = { admission = "item" },

  form = {
    text "department" { label = "交办部门", required = true, max = 64 },
    text "item" { label = "事项", required = true, max = 200 },
    bool "urgent" { label = "紧急临时纳入" },
    text "consent" { label = "同意临时纳入的文号", max = 60, shown = function(form) return form.urgent == true end },
    choice "channel" {
      label = "交办渠道", required = true,
      options = { { value = "letter", label = "发文、窗口" }, { value = "grid", label = "网格系统接口" },
                  { value = "import", label = "批量导入" } },
    },
    date "until_day" { label = "临时纳入截止日", shown = function(form) return form.urgent == true end },
    list "communities" { label = "社区", required = true, min = 1, max = 500, hint = "每个 { unit }" },
    text "answer" { label = "办理情况", max = 4000 },
  },

  labels = {
    go = "已准入，直接办理", offer = "未准入，征求自愿", reject = "退回，不得下派", accept = "自愿承接",
    refuse = "不办",
  },

  steps = {
    -- 系统渠道（接口、批量导入）逐件核对，未准入的当场退回。
    decide "admitted" {
      title = "是否准入", basis = "社区工作准入制度；网格事项清单", table = "task_admission",
      inputs = function(form, case) return { admitted = admitted(form, case), channel = form.channel } end,
      on = { go = "work", offer = "offer", reject = "rejected" },
    },
    -- 清单外的：每个社区可以一键不办，不产生逾期，不影响考核。
    task "offer" {
      title = "社区自愿办理", basis = "未经准入的事项，社区可以不办",
      by = function(_, _, item) return { unit = item.unit, role = "handler" } end,
      each = function(form) return form.communities end, collect = true, edits = { "answer" },
      on = { accept = "burden", refuse = "burden", mixed = "burden" },
    },
    effect "burden" {
      title = "计入负担统计", ledger = "community_burden", next = "answered",
      payload = function(form, case)
        local refused = 0
        for _, answer in ipairs(case.answers.offer) do
          if answer.outcome == "refuse" then refused = refused + 1 end
        end
        return { department = form.department, item = form.item, asked = #form.communities, refused = refused }
      end,
    },
    task "work" {
      title = "社区办理", by = function(_, _, item) return { unit = item.unit, role = "handler" } end,
      each = function(form) return form.communities end, collect = true, edits = { "answer" }, on = { done = "closed" },
    },

    finish "closed" { title = "办结", result = "closed" },
    finish "answered" { title = "社区已答复", result = "answered", notice = "community_answers" },
    finish "rejected" { title = "未准入，退回", result = "rejected", notice = "not_admitted_notice" },
  },
}

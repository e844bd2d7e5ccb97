-- 矛盾纠纷一站式受理：一次登记、一个编号、多个事项，各按各的时限办理
-- 依据：综治中心规范化建设要求（一窗受理、一案一码、中心搭台、部门唱戏）；国办发〔2022〕12号（12345与110对接）

return workflow "joint_centre" {
  title = "矛盾纠纷一站式受理",
  basis = "综治中心规范化建设：一窗受理、一案一码",
  applicant = { person, organisation },

  params = {
    ["jc.callback"] = 3,  -- 办结后回访（工作日）
    ["jc.contact"] = 2,   -- 紧急事项联系来电人（小时）
  },

  form = {
    list "matters" {
      label = "事项", required = true, min = 1, max = 20,
      hint = "每项 { item, title, process, unit, area, form, materials }",
    },
    bool "danger" { label = "有现实危险" },
    bool "unclear" { label = "是否归110不清楚", shown = function(form) return form.danger == true end },
    choice "level" {
      label = "难易程度",
      options = { { value = "simple", label = "简单：当场或者村社办理" }, { value = "complex", label = "复杂：街道办理" },
                  { value = "difficult", label = "疑难：领导包案" } },
    },
    text "place" { label = "位置", max = 300 },
    text "root_facts" { label = "引发危险的矛盾", max = 4000 },
    text "in_charge" { label = "包案领导", max = 60 },
    text "result_note" { label = "会商意见", max = 4000 },
  },

  labels = {
    requested = "请求会商", decided = "会商有结论", taken = "包案领导已接", unreachable = "联系不上",
    dispute = "属矛盾纠纷", settled = "已处置完毕", done = "各事项办结",
  },

  steps = {
    fork "opened" { title = "登记", to = { "screen", "disagreement" } },

    -- 两个以上单位意见不一致，或者二次退单的，随时会商；全部事项办结时不再等待。
    wait "disagreement" { title = "等待会商请求", message = "conference_requested", on = { requested = "conference" } },
    task "conference" {
      title = "联席会商", basis = "综治中心规范化建设：会商研判", by = role "leader", edits = { "result_note" },
      needs = { "result_note" }, on = { decided = "disagreement" },
    },

    -- 有现实危险的先处置：先推送公安，归属不清的三方通话；矛盾本身仍由中心办理。
    decide "screen" {
      title = "甄别", basis = "国办发〔2022〕12号",
      branches = {
        { when = function(form) return form.danger == true and form.unclear == true end, to = "three_way" },
        { when = function(form) return form.danger == true end, to = "push_110" },
        { to = "split" },
      },
    },
    effect "three_way" { title = "三方通话", basis = "国办发〔2022〕12号", message = { to = "three_way_call" }, next = "push_110" },
    effect "push_110" {
      title = "推送110", basis = "国办发〔2022〕12号：先处置", connector = "push_110", next = "split",
      payload = function(form) return { mode = "push_110", place = form.place or "" } end,
    },
    -- 与公安衔接、联系来电人，不等领导包案。
    fork "split" { title = "分流", to = { "police_part", "level" }, join = "gathered" },
    decide "police_part" {
      title = "是否须与公安衔接",
      branches = { { when = function(form) return form.danger == true end, to = "contact" }, { to = "gathered" } },
    },
    task "contact" {
      title = "联系来电人", basis = "紧急事项2小时内联系，不分节假日", by = role "window", within = hours(param "jc.contact"),
      on = { contacted = "police_feedback", unreachable = "police_feedback" },
    },
    wait "police_feedback" {
      title = "等待110反馈", message = "police_feedback", edits = { "root_facts" },
      on = { dispute = "root_dispute", settled = "gathered" },
    },
    -- 110处置完毕，引发危险的矛盾转回调解。
    call "root_dispute" {
      title = "矛盾化解", process = "mediation",
      each = function(form)
        return { { duty = "mediation", title = "110移交的矛盾纠纷",
          form = { dispute = "neighbour", facts = form.root_facts or "见110反馈。" } } }
      end,
      on = { done = "gathered" },
    },

    decide "level" {
      title = "难易程度", basis = "简单的村社办理，复杂的街道办理，疑难的领导包案",
      branches = { { when = function(form) return form.level == "difficult" end, to = "take_charge" }, { to = "matters" } },
    },
    task "take_charge" {
      title = "领导包案", by = role "leader", edits = { "in_charge" }, needs = { "in_charge" }, on = { taken = "matters" },
    },

    -- 母件的到期日是各子件到期日中最晚的一个；全部子件办结，母件才办结。
    call "matters" {
      title = "分流办理",
      each = function(form) return form.matters end,
      process = function(_, _, item) return item.process end,
      wait = "all",
      on = { done = "gathered" },
    },
    join "gathered" { title = "全部事项已有结果", next = "callback" },

    effect "callback" {
      title = "安排回访", message = { to = "callback" },
      payload = function() return { within = param "jc.callback" .. "wd" } end,
      next = "follow_up",
    },
    -- 母件办结之后的回访、评价、回头看是另一件事，不影响办结。
    call "follow_up" {
      title = "回访评价", process = "return_visit", wait = "none", on = { done = "closed" },
      each = function(_, case)
        local mediated = false
        for _, child in ipairs(case.children) do
          local agreed = string.find(child.result or "", "^agreed") or child.result == "confirmed"
          mediated = mediated or (child.process == "mediation" and agreed ~= nil and agreed ~= false)
        end
        return { { title = "回访评价", form = { mediated = mediated } } }
      end,
    },
    finish "closed" {
      title = "全部事项办结", result = "closed", notice = "closing_notice", cancels = { "disagreement", "conference" },
    },
  },
}

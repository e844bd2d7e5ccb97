-- 矛盾纠纷一站式受理：一次登记、一个编号、多个事项，各按各的时限办理
-- 依据：综治中心规范化建设要求（一窗受理、一案一码、中心搭台、部门唱戏）

return workflow "joint_centre" {
  title = "矛盾纠纷一站式受理",
  basis = "综治中心规范化建设：一窗受理、一案一码",
  applicant = { person, organisation },

  params = {
    ["jc.callback"] = 3,  -- 办结后回访（工作日）
  },

  form = {
    list "matters" {
      label = "事项", required = true, min = 1, max = 20,
      hint = "每项 { item, title, process, unit, area, form, materials }",
    },
    bool "danger" { label = "有现实危险" },
    text "result_note" { label = "会商意见", max = 4000 },
  },

  steps = {
    -- 有现实危险的先处置：先推送公安，矛盾本身仍由中心办理。
    decide "screen" {
      title = "甄别",
      branches = {
        { when = function(form) return form.danger == true end, to = "push_110" },
        { to = "matters" },
      },
    },
    effect "push_110" { title = "推送110", connector = "push_110", next = "matters" },

    -- 母件的到期日是各子件到期日中最晚的一个；全部子件办结，母件才办结。
    call "matters" {
      title = "分流办理",
      each = function(form) return form.matters end,
      process = function(_, _, item) return item.process end,
      wait = "all",
      on = { done = "callback" },
    },

    effect "callback" {
      title = "安排回访", message = { to = "callback" },
      payload = function() return { within = param "jc.callback" .. "wd" } end,
      next = "closed",
    },
    finish "closed" { title = "全部事项办结", result = "closed", notice = "closing_notice" },
  },
}

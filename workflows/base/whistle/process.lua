-- 吹哨报到：街道吹哨，部门按时到场，事不完人不撤，街道逐一评分
-- 依据：街乡吹哨、部门报到；时限由本地规定

-- 被吹哨的部门，到场（答复）时限随哨种。
local function called(form)
  local list, limit = {}, (param "whistle.arrive")[form.kind]
  for i, department in ipairs(form.departments) do list[i] = { unit = department.unit, within = limit } end
  return list
end

-- 迟到或者未到的部门：正好到时限的不算迟到；收口时还没有签到的算未到。
local function late(form, case)
  local list, answered = {}, {}
  for _, answer in ipairs(case.answers.arrive or {}) do
    answered[answer.item.unit] = true
    if answer.outcome == "absent" or answer.late == true then list[#list + 1] = answer.item.unit end
  end
  for _, department in ipairs(form.departments) do
    if not answered[department.unit] then list[#list + 1] = department.unit end
  end
  return list
end

local function seat(_, _, department)
  return { unit = department.unit, role = "handler" }
end

return workflow "whistle" {
  title = "吹哨报到",
  basis = "街乡吹哨、部门报到；事不完、人不撤",

  params = {
    ["whistle.arrive"] = { urgent = "30min", hard = "4h", daily = "2wd" },  -- 到场（日常哨为答复）时限
    -- 部门到时限没有到场，当即通知督查，不等它自己签到
    ["escalation.whistle"] = { { after = "0min", act = "notify", role = "supervisor", at = "district" } },
  },

  form = {
    choice "kind" {
      label = "哨种", required = true,
      options = { { value = "urgent", label = "应急哨" }, { value = "hard", label = "攻坚哨" }, { value = "daily", label = "日常哨" } },
    },
    text "matter" { label = "事项", required = true, max = 4000 },
    text "place" { label = "地点", max = 300 },
    list "departments" { label = "被吹哨部门", required = true, min = 1, max = 30, hint = "每个 { unit }" },
    text "substitute" { label = "替代人员", max = 100, hint = "请假的，须派有决定权的人员" },
    text "plan" { label = "处置情况", max = 4000 },
    file "photo" { label = "现场照片" },
    integer "score" { label = "评分", min = 0, max = 100 },
  },

  labels = {
    blow = "批准吹哨", arrived = "已到场", absent = "未到场", all = "全部按时", late = "有部门迟到",
    go_on = "不再等候", planned = "已定方案", not_ours = "不属本部门", scored = "已评分",
  },

  steps = {
    task "draft" { title = "起草哨令", by = role "handler", edits = { "departments", "matter", "place" }, on = { submit = "approve", drop = "dropped" } },
    -- 防止滥用：街道主要负责人批准后才能吹哨。
    task "approve" {
      title = "街道主要负责人批准", by = role "leader", reasons = { "send_back" },
      on = { blow = "order", send_back = "draft" },
    },
    effect "order" { title = "发出哨令", notice = "whistle_order", next = "called" },
    -- 各部门签到；一个都不来，街道也可以收口，先处置起来。
    fork "called" { title = "等候到场", to = { "arrive", "muster" }, join = "mustered" },
    task "arrive" {
      title = "到场签到", by = seat, each = called, collect = true, transfer = false,
      edits = { "substitute" }, reasons = { "absent" }, on = { arrived = "mustered", absent = "mustered", mixed = "mustered" },
    },
    task "muster" {
      title = "收口，不再等候未到的部门", by = role "handler", reasons = { "go_on" }, on = { go_on = "mustered" },
    },
    join "mustered" { title = "签到结束", wait_for = "any", cancelling = true, next = "on_time" },
    decide "on_time" {
      title = "是否按时到场",
      rule = function(form, case)
        local list = late(form, case)
        return { outcome = #list == 0 and "all" or "late",
          zh = #list == 0 and "各部门均按时到场" or "迟到或者未到：" .. table.concat(list, "、"),
          en = #list == 0 and "everybody was there in time" or "late or absent: " .. table.concat(list, ", ") }
      end,
      on = { all = "act", late = "orange_slip" },
    },
    effect "orange_slip" {
      title = "橙色督办单（草稿）", message = { to = "supervision" }, next = "act",
      payload = function(form, case) return { slip = "orange", units = late(form, case) } end,
    },
    -- 事不完、人不撤：街道确认事毕并上传照片，才能收哨。
    task "act" {
      title = "联合处置", by = role "handler", edits = { "plan", "photo" }, needs = { "plan", "photo" },
      on = { solved = "score", planned = "score", not_ours = "score" },
    },
    task "score" {
      title = "街道评分", by = role "handler", each = function(form) return form.departments end, collect = true,
      edits = { "score" }, needs = { "score" }, on = { scored = "book" },
    },
    effect "book" {
      title = "计入部门评分", ledger = "whistle_score", next = "closed",
      payload = function(_, case)
        local scores = {}
        for i, answer in ipairs(case.answers.score) do scores[i] = { unit = answer.item.unit, score = answer.form.score } end
        return { scores = scores, result = case.outcomes.act }
      end,
    },
    finish "closed" { title = "收哨", result = "closed" },
    finish "dropped" { title = "不吹哨", result = "dropped" },
  },
}

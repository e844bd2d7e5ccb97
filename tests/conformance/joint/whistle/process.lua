-- 街乡吹哨、部门报到：街道负责人批准后吹哨，被召部门在时限内报到，街道确认事毕并逐个评分。
-- Whistle: the street's head approves it, the called departments sign in within a time of their own, the street confirms that the
-- matter is over and scores each of them.

return workflow "whistle" {
  title = "吹哨报到",
  params = {
    ["whistle.emergency"] = minutes(30),
    ["whistle.difficult"] = hours(4),
    ["whistle.daily"] = workdays(2),
  },
  form = {
    choice "kind" { label = "哨别", required = true, options = {
      { value = "emergency", label = "应急哨" }, { value = "difficult", label = "攻坚哨" }, { value = "daily", label = "日常哨" } } },
    list "departments" { label = "被召部门", required = true, of = "text" },
    file "photo" { label = "现场照片" },
    list "scores" { label = "评分", of = { text "department" { required = true }, integer "score" { min = 0, max = 100, required = true } } },
  },
  steps = {
    task "approve" { title = "街道负责人批准", by = role "leader", reasons = { "refuse" }, on = { approve = "blow", refuse = "refused" } },
    effect "blow" { title = "吹哨令", notice = "whistle_order", next = "arrive" },
    task "arrive" { title = "部门报到", by = role "handler", mode = "all",
      each = function(form)
        local limits = {
          emergency = param "whistle.emergency", difficult = param "whistle.difficult", daily = param "whistle.daily",
        }
        local called = {}
        for i, department in ipairs(form.departments) do
          called[i] = { unit = department, within = limits[form.kind] }
        end
        return called
      end,
      each_within = param "whistle.daily",  -- where an item says nothing else
      on = { arrived = "late", substitute = "late" } },
    decide "late" { branches = {
      { when = function(form, case)
          for _, answer in ipairs(case.answers.arrive) do
            if answer.late then return true end
          end
          return false
        end, to = "slip" },
      { to = "settled" },
    } },
    effect "slip" { title = "橙色督办单（草稿）", notice = "orange_slip", next = "settled",
      payload = function(form, case)
        local late = {}
        for _, answer in ipairs(case.answers.arrive) do
          if answer.late then late[#late + 1] = answer.item.unit end
        end
        return { units = late }
      end },
    task "settled" { title = "确认事毕", by = role "handler", edits = { "photo" }, needs = { "photo" }, on = { over = "score" } },
    task "score" { title = "部门评分", by = role "handler", edits = { "scores" }, needs = { "scores" }, on = { scored = "finished" } },
    finish "finished" { result = "settled" },
    finish "refused" { result = "refused" },
  },
}

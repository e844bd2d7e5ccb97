-- 履职事项清单：编制、调整、审批、生效。一次审批形成一个版本，生效前立案的事项不受影响
-- 依据：中办、国办《关于全面建立乡镇（街道）履行职责事项清单的意见》

local kinds = { basic = "基本履职事项", cooperation = "配合履职事项", withdrawn = "上级部门收回事项", removed = "移出清单" }

-- 清单的毛病，逐条写明行号：同一事项列入两张清单，配合事项没有牵头单位，收回事项没有承接部门。
local function faults(form)
  local seen, found = {}, {}
  for i, row in ipairs(form.items or {}) do
    local line = row.line or i
    if (row.code or "") == "" then
      found[#found + 1] = string.format("第%d行：没有写事项代码", line)
    elseif seen[row.code] then
      found[#found + 1] = string.format("第%d行：%s 已在第%d行列入", line, row.code, seen[row.code])
    else
      seen[row.code] = line
    end
    if kinds[row.list] == nil then found[#found + 1] = string.format("第%d行：没有“%s”这种清单", line, row.list or "") end
    if row.list == "cooperation" and (row.lead or "") == "" then
      found[#found + 1] = string.format("第%d行：配合履职事项没有写牵头单位", line)
    end
    if row.list == "withdrawn" and (row.receiver or "") == "" then
      found[#found + 1] = string.format("第%d行：收回事项没有写承接部门", line)
    end
  end
  return found
end

local function counts(form)
  local numbers = { basic = 0, cooperation = 0, withdrawn = 0, removed = 0 }
  for _, row in ipairs(form.items) do numbers[row.list] = numbers[row.list] + 1 end
  return numbers
end

return workflow "duty_list" {
  title = "履职事项清单",
  basis = "中办、国办《关于全面建立乡镇（街道）履行职责事项清单的意见》",

  params = {
    ["duty.consult"] = 10,  -- 征求意见（工作日）
  },

  form = {
    choice "source" {
      label = "调整来源", required = true,
      options = { { value = "first", label = "首次编制" }, { value = "law", label = "法律政策变化" },
                  { value = "request", label = "乡镇街道申请" }, { value = "access", label = "上级新增事项经准入" },
                  { value = "ruling", label = "职责争议裁定" } },
    },
    text "basis" { label = "依据", max = 2000 },
    list "items" { label = "事项", required = true, min = 1, max = 1000,
      hint = "每项 { line, list, code, name, basis, lead, assist, street_duty, department_duty, receiver, receiver_name, method }" },
    list "consulted" { label = "征求意见的单位", max = 200, hint = "每个 { unit }" },
    integer "version" { label = "版本", min = 1 },
    date "effective_from" { label = "生效日" },
    text "opinion" { label = "意见", max = 4000 },
  },

  labels = {
    redo = "退回修改", consult = "征求意见", legality = "送合法性审查", settled = "会商一致", reached = "生效日到",
    pass = "审查通过",
  },

  steps = {
    task "draft" {
      title = "起草", by = role "handler", edits = { "items", "basis", "consulted", "version", "effective_from" },
      needs = { "version", "effective_from" }, on = { submit = "check", drop = "dropped" },
    },
    decide "check" {
      title = "清单核对", basis = "意见：一个事项只列入一张清单，配合事项写明牵头单位和各自职责",
      rule = function(form)
        local found = faults(form)
        if #found > 0 then
          return { outcome = "redo", zh = table.concat(found, "；"), en = string.format("%d faults in the list", #found) }
        end
        local numbers = counts(form)
        return {
          outcome = #(form.consulted or {}) > 0 and "consult" or "legality",
          zh = string.format("基本%d项、配合%d项、收回%d项，共%d项", numbers.basic, numbers.cooperation, numbers.withdrawn, #form.items),
          en = string.format("%d basic, %d with others, %d withdrawn, %d in all", numbers.basic, numbers.cooperation,
            numbers.withdrawn, #form.items),
        }
      end,
      on = { redo = "draft", consult = "consult", legality = "legality" },
    },
    -- 自下而上：乡镇街道和有关部门逐一表示意见，意见不一致的会商。
    task "consult" {
      title = "征求意见", by = function(_, _, item) return { unit = item.unit, role = "leader" } end,
      each = function(form) return form.consulted end, collect = true, edits = { "opinion" },
      within = workdays(param "duty.consult"), reasons = { "object" },
      on = { agree = "legality", object = "conference", mixed = "conference" },
    },
    task "conference" {
      title = "会商", by = role "handler", edits = { "items", "opinion" }, reasons = { "settled" },
      on = { settled = "check", send_back = "draft" },
    },
    task "legality" {
      title = "合法性审查", by = role "reviewer", edits = { "opinion" }, reasons = { "send_back" },
      on = { pass = "approve", send_back = "draft" },
    },
    task "approve" {
      title = "党委、政府审定", by = role "leader", edits = { "opinion", "effective_from" }, reasons = { "send_back" },
      on = { approve = "report", send_back = "draft" },
    },
    effect "report" { title = "报上级备案", message = { to = "duty_list_report" }, next = "effective" },
    wait "effective" {
      title = "等待生效", till = function(form) return form.effective_from end, on = { reached = "activate" },
    },
    -- 逐项记入台账，派单时按立案之日查阅（duty_dispatch）。
    effect "activate" {
      title = "生效", ledger = "duty_list", next = "in_force",
      payload = function(form, case)
        local numbers, rows = counts(form), {}
        for i, row in ipairs(form.items) do
          rows[i] = { key = row.code, area = case.area, version = form.version, from = form.effective_from, list = row.list,
            lead = row.lead, assist = row.assist, receiver = row.receiver, receiver_name = row.receiver_name }
        end
        return { rows = rows, version = form.version, effective_from = form.effective_from, source = form.source, total = #form.items,
          basic = numbers.basic, cooperation = numbers.cooperation, withdrawn = numbers.withdrawn }
      end,
    },
    finish "in_force" { title = "清单生效", result = "in_force", notice = "duty_list_notice" },
    finish "dropped" { title = "撤回", result = "dropped" },
  },
}

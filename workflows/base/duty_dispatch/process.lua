-- 权责派单：按事项立案之日有效的清单派单；收回的事项不得派给街道，退单两次会商裁定，裁定成为先例
-- 依据：履行职责事项清单；国办发〔2020〕53号；派单异议审核

-- 清单随时间有多个版本：取立案之日在本区域有效的最新一条，之后的调整不影响本件。
local function row_of(_, case)
  local on, found = string.sub(case.started, 1, 10), nil
  for _, row in ipairs(case.ledger.duty_list) do
    if row.from <= on and string.sub(case.area, 1, #row.area) == row.area then found = row end
  end
  return found
end

-- 生效的裁定在它的县（市、区）就是先例，最新的优先；裁定以后清单又作了调整的，以清单为准。
local function precedent_of(form, case)
  local found, row = nil, row_of(form, case)
  for _, ruling in ipairs(case.ledger.duty_precedent) do
    local here = ruling.area or ""
    if string.sub(case.area, 1, #here) == here then found = ruling end
  end
  if found and found.day and row and row.from > found.day then return nil end
  return found
end

local names = { basic = "基本履职事项", cooperation = "配合履职事项", withdrawn = "收回事项，由承接部门办理" }

local function route(form, case)
  local ruled, row = precedent_of(form, case), row_of(form, case)
  if ruled then
    return { outcome = "precedent", zh = string.format("事项%s按先例%s由%s办理", form.item, ruled.number, ruled.unit_name),
      en = string.format("item %s goes to %s by ruling %s", form.item, ruled.unit_name, ruled.number), basis = ruled.number }
  end
  if row == nil or row.list == "removed" then
    return { outcome = "unlisted", zh = string.format("事项%s不在清单内", form.item),
      en = string.format("item %s is not on the list", form.item) }
  end
  local version = string.format("清单第%d版", row.version)
  if row.list == "withdrawn" and form.target_level == "street" then
    return { outcome = "blocked",
      zh = string.format("事项%s已由上级部门收回，承接部门为%s，不得派给街道", form.item, row.receiver_name or row.receiver),
      en = string.format("item %s was withdrawn and belongs to %s", form.item, row.receiver_name or row.receiver), basis = version }
  end
  return { outcome = row.list, zh = string.format("事项%s为%s", form.item, names[row.list]),
    en = string.format("item %s: %s", form.item, row.list), basis = version }
end

local function at(unit)
  return { unit = unit, role = "handler" }
end

local function lead(form, case) return at(row_of(form, case).lead) end
local function assist(form, case) return at(row_of(form, case).assist or form.target) end
local function receiver(form, case) return at(row_of(form, case).receiver) end
local function target(form) return at(form.handling_unit or form.target) end
local function ruled_unit(form, case) return at(form.ruling_unit or precedent_of(form, case).unit) end

return workflow "duty_dispatch" {
  title = "权责派单",
  basis = "履行职责事项清单；国办发〔2020〕53号",
  applicant = { person, organisation },

  params = {
    ["duty.return"] = "1wd",     -- 退单须在签收时限内
    ["duty.reroute"] = "4h",     -- 改派
    ["duty.ruling"] = 5,        -- 会商后裁定（工作日）
  },
  reads = { duty_list = "item", duty_precedent = "item" },

  form = {
    text "item" { label = "事项代码", required = true, max = 40 },
    text "body" { label = "内容", max = 8000 },
    text "target" { label = "拟派单位", required = true, max = 64 },
    choice "target_level" {
      label = "单位层级", required = true, options = { { value = "street", label = "乡镇街道" }, { value = "department", label = "部门" } },
    },
    text "limit" { label = "办理时限", max = 12, pattern = "^[0-9]+(min|h|d|wd|mo)$" },
    text "handling_unit" { label = "改派单位", max = 64 },
    text "answer" { label = "办理情况", max = 4000 },
    date "met_on" { label = "会商日" },
    text "ruling_unit" { label = "裁定的主办单位", max = 64 },
    text "ruling_name" { label = "主办单位名称", max = 100 },
    text "ruling_number" { label = "裁定文号", max = 60 },
    text "opinion" { label = "意见", max = 4000 },
  },

  clock = { statutory = from_field "limit", basis = "派单时限" },

  labels = {
    precedent = "有先例，照办", basic = "街道基本履职", cooperation = "部门牵头、街道配合",
    withdrawn = "由上级部门承接", blocked = "不得派给街道", unlisted = "清单外", reroute = "改派部门",
    drop = "撤销派单", department = "属部门职责", conference = "提请会商", accept = "签收", redispatch = "改派",
    uphold = "异议不成立", concluded = "牵头事项办结", held = "会商完毕", ruled = "已裁定",
  },

  steps = {
    decide "route" {
      title = "按清单定责", basis = "履行职责事项清单", rule = route,
      on = { precedent = "ruled", basic = "sign", cooperation = "joint", withdrawn = "receive", blocked = "over_dispatch",
             unlisted = "unlisted" },
    },

    -- 收回的事项在派出之前就拦下，计入“违规下派”统计；一键改派给承接部门。
    effect "over_dispatch" {
      title = "记录违规下派", ledger = "over_dispatch", next = "blocked",
      payload = function(form, case)
        return { item = form.item, target = form.target, receiver = row_of(form, case).receiver }
      end,
    },
    task "blocked" {
      title = "不得派给街道", basis = "收回事项清单", by = role "dispatcher",
      propose = function() return { outcome = "reroute" } end, on = { reroute = "receive", drop = "dropped" },
    },
    task "receive" {
      title = "承接部门办理", by = receiver, edits = { "answer" }, reasons = { "not_ours" },
      on = { done = "closed", not_ours = "conference" },
    },

    -- 清单外的事项不得直接派给街道，先会商。
    task "unlisted" {
      title = "清单外事项", basis = "未列入清单的事项不得要求街道承担", by = role "dispatcher", edits = { "handling_unit" },
      on = { department = "sign_again", conference = "conference" },
    },

    task "sign" {
      title = "签收", by = target, within = param "duty.return", reasons = { "not_ours" },
      on = { accept = "handle", not_ours = "reroute" },
    },
    task "reroute" {
      title = "派单异议审核", basis = "退单一次可以改派，再退须会商", by = role "dispatcher", within = param "duty.reroute",
      edits = { "handling_unit" }, reasons = { "uphold" }, on = { redispatch = "sign_again", uphold = "handle" },
    },
    task "sign_again" {
      title = "改派签收", by = target, within = param "duty.return", reasons = { "not_ours" },
      on = { accept = "handle", not_ours = "conference" },
    },
    task "handle" { title = "办理", by = target, edits = { "answer" }, on = { done = "closed" } },

    -- 配合事项：牵头部门和街道各办各的，各自计时；牵头部门作结论才能办结，也不能把街道改成牵头。
    fork "joint" { title = "配合办理", to = { "lead_part", "assist_part" }, join = "both" },
    task "lead_part" {
      title = "牵头办理", basis = "配合履职事项清单", by = lead, within = from_field "limit", transfer = false,
      edits = { "answer" }, on = { concluded = "both" },
    },
    task "assist_part" {
      title = "配合办理", basis = "配合履职事项清单", by = assist, within = from_field "limit", on = { done = "both" },
    },
    join "both" { title = "牵头、配合均已完成", next = "closed" },

    task "conference" {
      title = "会商", basis = "二次退单或者职责不清的，有关单位共同会商", by = role "dispatcher", edits = { "met_on", "opinion" },
      needs = { "met_on" }, on = { held = "ruling" },
    },
    task "ruling" {
      title = "裁定", basis = "机构编制部门会同司法行政部门裁定", by = role "leader", within = workdays(param "duty.ruling", { since = "met_on" }),
      edits = { "ruling_unit", "ruling_name", "ruling_number", "opinion" },
      needs = { "ruling_unit", "ruling_name", "ruling_number" }, reasons = { "ruled" },
      on = { ruled = "precedent" },
    },
    -- 裁定记入台账成为先例：以后同一事项自动按裁定派单，并起草清单调整。
    effect "precedent" {
      title = "登记先例", ledger = "duty_precedent", next = "amendment",
      payload = function(form, case)
        return { key = form.item, area = string.sub(case.area, 1, 6), unit = form.ruling_unit, unit_name = form.ruling_name, number = form.ruling_number }
      end,
    },
    call "amendment" {
      title = "起草清单调整", process = "duty_list", wait = "none", on = { done = "ruled" },
      form = function(form)
        return {
          source = "ruling", basis = form.ruling_number,
          items = { { line = 1, list = "cooperation", code = form.item, lead = form.ruling_unit } },
        }
      end,
    },
    task "ruled" { title = "按裁定办理", by = ruled_unit, transfer = false, edits = { "answer" }, on = { done = "closed" } },

    finish "closed" { title = "办结", result = "closed", notice = "closing_notice" },
    finish "dropped" { title = "撤销派单", result = "dropped" },
  },
}

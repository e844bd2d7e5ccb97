-- 网格划分调整：街道提出、区审核、报市备案；户数超出标准的提示，不拦
-- 依据：网格条例（街道划分、报市备案）；户数标准由本地规定

local kinds = { rural = "农村", urban = "城镇" }

-- 不在标准户数内的网格，逐个写明。专属网格（园区、楼宇、海域）没有户数标准。
local function unusual(form)
  local sizes, found = param "grid.size", {}
  for _, grid in ipairs(form.grids) do
    local size = sizes[grid.kind]
    if size and (grid.households < size[1] or grid.households > size[2]) then
      local wanted = size[1] > 0 and string.format("%d–%d户", size[1], size[2]) or string.format("不超过%d户", size[2])
      found[#found + 1] = string.format("%s%s%d户，标准为%s", kinds[grid.kind], grid.name, grid.households, wanted)
    end
  end
  return found
end

return workflow "grid_division" {
  title = "网格划分调整",
  basis = "网格条例：街道划分调整网格，报市备案",

  params = {
    ["grid.size"] = { rural = { 80, 120 }, urban = { 0, 300 } },  -- 户数标准：农村、城镇
    ["grid.review"] = 10,                                         -- 审核（工作日）
  },

  form = {
    text "reason" { label = "调整理由", required = true, max = 2000 },
    list "grids" { label = "网格", required = true, min = 1, max = 500, hint = "每个 { code, name, kind = rural、urban 或者 special, households }" },
    text "opinion" { label = "意见", max = 2000 },
  },

  labels = {
    review = "送审核", approve = "批准",
  },

  steps = {
    task "draft" { title = "起草", by = role "handler", edits = { "grids", "reason" }, on = { submit = "sizes", drop = "dropped" } },
    decide "sizes" {
      title = "户数核对", basis = "网格划分标准",
      rule = function(form)
        local found = unusual(form)
        return { outcome = "review",
          zh = #found == 0 and "各网格户数均在标准内" or "提示：" .. table.concat(found, "；") .. "。仍可设立，请说明理由",
          en = #found == 0 and "all grids are of the usual size" or string.format("%d grids are of an unusual size", #found) }
      end,
      on = { review = "review" },
    },
    task "review" {
      title = "区审核", by = role("leader", { at = "district" }), within = workdays(param "grid.review"), edits = { "opinion" },
      reasons = { "send_back" }, on = { approve = "file", send_back = "draft" },
    },
    effect "file" { title = "报市备案", message = { to = "grid_filing" }, next = "book" },
    effect "book" {
      title = "记入网格台账", ledger = "grid", next = "divided",
      payload = function(form, case)
        local rows = {}
        for i, grid in ipairs(form.grids) do
          rows[i] = { key = grid.code, area = case.area, name = grid.name, kind = grid.kind, households = grid.households }
        end
        return { rows = rows, unusual = #unusual(form) }
      end,
    },
    finish "divided" { title = "调整完毕", result = "divided" },
    finish "dropped" { title = "撤回", result = "dropped" },
  },
}

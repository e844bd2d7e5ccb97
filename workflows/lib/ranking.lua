-- 集体评定的算法，纯函数。分数以百分之一分为单位的整数计算（8920 即 89.20 分），只在最后四舍五入一次。
-- 法定政府采购程序不得去掉最高分、最低分，也不用本文件的并列规则（财政部令第87号）。

local M = {}

-- 非负整数相除，四舍五入。
function M.divide(a, b)
  return (2 * a + b) // (2 * b)
end

function M.hundredths(score)
  return math.floor(score * 100 + 0.5)
end

function M.text(hundredths)
  return string.format("%d.%02d", hundredths // 100, hundredths % 100)
end

-- 去掉最高最低以后至少还要剩一个分。
function M.trims(count, trim_min)
  return count >= trim_min and count > 2
end

-- 有效分不少于 trim_min 个时，去掉一个最高分和一个最低分（各只去一个），否则直接平均。没有有效分时为 0。
function M.mean(scores, trim_min)
  local count, sum, low, high = #scores, 0, nil, nil
  for _, score in ipairs(scores) do
    sum = sum + score
    low = (low == nil or score < low) and score or low
    high = (high == nil or score > high) and score or high
  end
  if count == 0 then return 0 end
  if M.trims(count, trim_min) then return M.divide(sum - low - high, count - 2) end
  return M.divide(sum, count)
end

-- 与平均分相差超过 percent 的分数，按次序给出位置。
function M.abnormal(scores, percent)
  local sum, found = 0, {}
  for _, score in ipairs(scores) do sum = sum + score end
  for i, score in ipairs(scores) do
    if math.abs(score * #scores - sum) * 100 > sum * percent then found[#found + 1] = i end
  end
  return found
end

-- 并列时依次比较：第一项指标得分高者、单位受益成本低者、提交早者。
local ties = {
  first = function(a, b) return b.first - a.first end,
  unit_cost = function(a, b) return a.requested * b.beneficiaries - b.requested * a.beneficiaries end,
  price = function(a, b) return a.requested - b.requested end,
  submitted = function(a, b)
    if a.submitted == b.submitted then return 0 end
    return a.submitted < b.submitted and -1 or 1
  end,
}

local function compare(a, b, order)
  if a.score ~= b.score then return b.score - a.score end
  for _, name in ipairs(order) do
    local difference = ties[name](a, b)
    if difference ~= 0 then return difference end
  end
  return 0
end

-- entries：{ no, score, first, requested, beneficiaries, submitted }。给出排好名次的新列表；完全并列的名次相同。
function M.rank(entries, order)
  local ranked = {}
  for i, entry in ipairs(entries) do ranked[i] = entry end
  table.sort(ranked, function(a, b) return compare(a, b, order) < 0 end)
  for i, entry in ipairs(ranked) do
    local before = ranked[i - 1]
    entry.rank = before and compare(before, entry, order) == 0 and before.rank or i
  end
  return ranked
end

return M

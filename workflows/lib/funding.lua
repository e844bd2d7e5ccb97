-- 资金计算，纯函数。金额以分计。

local ranking = use "lib/ranking"

local M = {}

-- 按比例分期，四舍五入到分，尾差计入最后一期：10000001 按 60/30/10 为 6000001、3000000、1000000。
function M.split(amount, shares)
  local parts, rest = {}, amount
  for i = 1, #shares - 1 do
    parts[i] = ranking.divide(amount * shares[i], 100)
    rest = rest - parts[i]
  end
  parts[#shares] = rest
  return parts
end

-- 资助上限：不超过项目预算的一定比例，也不超过封顶数。
function M.capped(requested, budget, percent, cap)
  return math.min(requested, budget * percent // 100, cap)
end

-- 配资：有社会捐赠的按捐赠额的倍数配比并封顶；没有捐赠的补足，另有封顶。均不超过申请数。
function M.matched(requested, donated, times, cap, cap_without)
  if donated > 0 then return math.min(requested, donated * times, cap) end
  return math.min(requested, cap_without)
end

-- 按名次给予资助：ranked 为排好名次的列表，每项有 score、amount、rank。places 个名额、money 元用完为止，不跳位。
-- 完全并列又不能同时入选的，都不直接入选，进项目库并由评审委员会决定。
function M.award(ranked, places, money, pass_line)
  local closed = false
  local i = 1
  while i <= #ranked do
    local group, need = { ranked[i] }, ranked[i].amount
    while ranked[i + #group] and ranked[i + #group].rank == ranked[i].rank do
      need = need + ranked[i + #group].amount
      group[#group + 1] = ranked[i + #group]
    end
    local enters = not closed and #group <= places and need <= money
    for _, entry in ipairs(group) do
      if entry.score < pass_line then
        entry.outcome = "rejected"
      else
        entry.outcome = enters and "funded" or "pooled"
        entry.committee = not enters and not closed and #group > 1 and places > 0
      end
    end
    if enters and ranked[i].score >= pass_line then
      places, money = places - #group, money - need
    else
      closed = true
    end
    i = i + #group
  end
  return ranked
end

return M

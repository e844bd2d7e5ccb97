-- 日期计算，纯函数。日期写作 "YYYY-MM-DD"。

local M = {}

-- 自公元0000-03-01起的天数（公历）。
local function day_number(text)
  local y, m, d = string.match(text, "^(%d%d%d%d)-(%d%d)-(%d%d)")
  y, m, d = tonumber(y), tonumber(m), tonumber(d)
  if m <= 2 then
    y = y - 1
    m = m + 12
  end
  return 365 * y + y // 4 - y // 100 + y // 400 + (153 * (m - 3) + 2) // 5 + d
end

-- 从 from 到 to 的天数；to 在后为正。
function M.days_between(from, to)
  return day_number(to) - day_number(from)
end

-- 在 on 这一天是否已满 years 周岁（2月29日出生的，平年3月1日满）。
function M.has_reached_age(born, years, on)
  local y, rest = string.match(born, "^(%d%d%d%d)(-%d%d-%d%d)")
  local birthday = string.format("%04d", tonumber(y) + years) .. rest
  return on >= birthday
end

return M

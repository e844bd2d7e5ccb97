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

-- 从 from 到 to 的分钟数，时间写作 "YYYY-MM-DDTHH:MM:SS"。不足一分钟的按一分钟。
function M.minutes_between(from, to)
  local function seconds(text)
    local h, m, s = string.match(text, "[T ](%d%d):(%d%d):?(%d*)")
    return tonumber(h) * 3600 + tonumber(m) * 60 + (tonumber(s) or 0)
  end
  return (M.days_between(from, to) * 86400 + seconds(to) - seconds(from) + 59) // 60
end

-- 这一天的最后时刻，即次日零时：写“至某日”的，当日全天都算在内。
function M.end_of(day)
  local n = day_number(day)  -- 由天数反推次日的日期：自三月起，每五个月一百五十三天
  local century = (4 * n + 3) // 146097
  local in_century = n - 146097 * century // 4
  local year = (4 * in_century + 3) // 1461
  local in_year = in_century - 1461 * year // 4
  local month = (5 * in_year + 2) // 153
  local d = in_year - (153 * month + 2) // 5 + 1
  return string.format("%04d-%02d-%02d 00:00", 100 * century + year + month // 10, month < 10 and month + 3 or month - 9, d)
end

local function leap(y) return y % 4 == 0 and (y % 100 ~= 0 or y % 400 == 0) end

-- on 之后（months 为负则之前）若干个月的对应日；没有对应日的为月末。
function M.months_after(on, months)
  local y, m, d = string.match(on, "^(%d%d%d%d)-(%d%d)-(%d%d)")
  y, m, d = tonumber(y), tonumber(m) - 1 + months, tonumber(d)
  y, m = y + m // 12, m % 12 + 1
  local last = m == 2 and (leap(y) and 29 or 28) or ((m == 4 or m == 6 or m == 9 or m == 11) and 30 or 31)
  return string.format("%04d-%02d-%02d", y, m, math.min(d, last))
end

-- 事件 date 是否落在截止日 on 之前 years 年之内（含起止两日）。没有日期的为否。
function M.within_years(date, years, on)
  if date == nil then return false end
  local last = string.sub(on, 1, 10)
  return date <= last and date >= M.months_after(last, -12 * years)
end

return M

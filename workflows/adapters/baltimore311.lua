-- Service requests of the City of Baltimore (open data, columns as published):
--   request_no type channel created status status_date due closed agency address zip neighborhood council_district
--   police_district latitude longitude days_open
--
-- Times are US Eastern local times without an offset. They are taken as local times of the trial city, digit by digit, so
-- that a service level of whole days stays whole days across the summer time changes of the source: the importer gives
-- `created` as the time of receipt in the city's zone, and `occurred` repeats it as written. Nothing is converted.
--
-- The recorded outcome (status, closed, agency) is not read here: routing must find the agency by itself, and the outcome
-- is played and compared afterwards.

-- "SW-Dirty Alley" -> "SW"; "DPW - Calendar or …" -> "DPW".
local function bureau_of(kind)
  local prefix = string.match(kind, "^([^%-/]+)[%-/]") or kind
  return (string.gsub(prefix, "%s", ""))
end

local function body_of(record)
  local parts = {}
  if record.neighborhood then parts[#parts + 1] = "Neighborhood: " .. record.neighborhood end
  if record.council_district then parts[#parts + 1] = "Council district: " .. record.council_district end
  if record.police_district then parts[#parts + 1] = "Police district: " .. record.police_district end
  if record.channel then parts[#parts + 1] = "Received by: " .. record.channel end
  return table.concat(parts, "; ")
end

return adapter "baltimore311" {
  read = function(record)
    return {
      title = record.type,
      body = body_of(record),
      category = bureau_of(record.type),
      kind = record.type,
      address = record.address,
      latitude = record.latitude,
      longitude = record.longitude,
      occurred = record.created,
    }
  end,
}

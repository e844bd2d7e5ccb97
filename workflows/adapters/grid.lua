-- 网格员上报事件
-- 字段：worker 网格员  category 大类  kind 小类  description 描述  community 村（社区）代码（12位）  address 地址
--       longitude latitude 坐标（WGS 84）
-- 上报人是网格员，履行职务，不登记为当事人。

local title_max = 30

-- 标题取描述的第一句；太长的截短。
local function first_sentence(text)
  local stop = string.find(text, "，", 1, true) or string.find(text, "。", 1, true)
  local sentence = stop and string.sub(text, 1, stop - 1) or text
  if utf8.len(sentence) > title_max then
    sentence = string.sub(sentence, 1, utf8.offset(sentence, title_max + 1) - 1)
  end
  return sentence
end

return adapter "grid" {
  read = function(record)
    return {
      title = first_sentence(record.description or record.kind or "网格上报"),
      body = record.description,
      category = record.category,
      kind = record.kind,
      area = record.community,
      address = record.address,
      latitude = record.latitude,
      longitude = record.longitude,
    }
  end,
}

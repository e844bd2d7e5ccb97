-- 12345 政务服务便民热线工单
-- 字段：caller 来电人  phone 来电号码  request_type 诉求类型（咨询 求助 投诉 举报 建议）  category 大类  kind 小类
--       title 标题  content 内容  street 街道代码（9位）  address 地址  longitude latitude 坐标（WGS 84）  occurred 发生时间

return adapter "hotline12345" {
  read = function(record)
    return {
      title = record.title,
      body = record.content,
      category = record.category,
      kind = record.kind,
      area = record.street,
      address = record.address,
      latitude = record.latitude,
      longitude = record.longitude,
      occurred = record.occurred,
      reporter = { name = record.caller, phone = record.phone },
    }
  end,
}

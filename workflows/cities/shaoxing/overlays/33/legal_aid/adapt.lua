-- 浙江省对法律援助申请的规定：经济困难标准由省定，市、区县、街道不得另行设定
return adapt "legal_aid" {
  area = "33",
  basis = "《法律援助法》第34条：经济困难的标准由省、自治区、直辖市人民政府确定",

  params = {
    ["la.hardship.income_line"] = 350000,  -- [规则] 示例数值：家庭人均月收入，分
  },

  locked = {
    ["params.la.hardship.income_line"] = "《法律援助法》第34条：由省人民政府确定",
  },
}

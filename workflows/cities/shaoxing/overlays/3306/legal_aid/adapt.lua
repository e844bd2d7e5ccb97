-- 绍兴市对法律援助申请的调整：补正期，各区县统一
return adapt "legal_aid" {
  area = "3306",
  basis = "[规则] 示例：市司法局关于规范法律援助办理期限的通知",

  params = {
    ["la.supplement_window"] = 15,  -- 补正期放宽到15个工作日
  },
  steps = { wait "supplement" { title = "一次性告知补正（全市统一15个工作日）" } },

  locked = {
    ["params.la.supplement_window"] = "全市统一，避免同城不同办",
  },
}

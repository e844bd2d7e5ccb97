-- 绍兴市对矛盾纠纷一站式受理的调整：回访时限全市统一
return adapt "joint_centre" {
  area = "3306",
  basis = "[规则] 示例：市社会治理中心运行规范",
  params = { ["jc.callback"] = 2 },
  locked = { ["params.jc.callback"] = "全市统一的回访承诺" },
}

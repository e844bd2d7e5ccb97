-- 塔山街道对矛盾纠纷一站式受理的调整：街道一次最多登记五个事项，再多由区中心登记
return adapt "joint_centre" {
  area = "330602001",
  basis = "[规则] 示例：街道社会治理中心登记规则",
  form = { list "matters" { max = 5 } },
}

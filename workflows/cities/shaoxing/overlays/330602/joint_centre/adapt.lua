-- 越城区对矛盾纠纷一站式受理的调整：登记来访人数
return adapt "joint_centre" {
  area = "330602",
  basis = "[规则] 示例：区社会治理中心登记表",
  form = {
    integer "visitors" { label = "来访人数", min = 1, max = 500, after = "danger" },
  },
}

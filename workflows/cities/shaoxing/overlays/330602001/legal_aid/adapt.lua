-- 塔山街道对法律援助申请的调整：街道社会治理中心代为受理，多收一份居住证明
return adapt "legal_aid" {
  area = "330602001",
  basis = "[规则] 示例：街道便民服务代办目录",

  materials = {
    material "residence" { label = "居住证明", may_follow = true, hint = "可由社区出具", after = "identity" },
  },
  steps = {
    task "accept" { title = "街道代办受理", by = duty("joint_centre", { role = "window" }) },
  },
}

-- 越城区对法律援助申请的调整：给予援助前由负责人复核；受理时登记求助者需要的沟通方式
return adapt "legal_aid" {
  area = "330602",
  basis = "[规则] 示例：区法律援助中心内部复核办法",

  params = { ["la.leader_review"] = 1 },  -- 复核期限（工作日），在法定7日之内

  form = {
    choice "language_help" {
      label = "沟通协助", options = { { value = "none", label = "不需要" }, { value = "sign", label = "手语" },
                                      { value = "dialect", label = "方言" } },
    },
    text "opinion" { max = 3000 },
  },

  steps = {
    task "examine" { on = { grant = "leader_review" } },
    task "leader_review" {
      title = "负责人复核", by = duty("legal_aid", { role = "leader" }), within = workdays(param "la.leader_review"),
      on = { confirm = "tell_grant", back = "examine" }, reasons = { "back" }, after = "examine",
    },
  },
}

local quarrel = { dispute = "lease", facts = "房东拒绝退还押金3000元。" }

return {
  scenario "三十日调解期，末日逢周日顺延，书面协议" {
    given = { at = "2026-09-18 09:12", unit = "tj-330602", area = "330602", form = quarrel },
    story = {
      { expect = { due = "2026-10-19", open = { "register" } } },
      { act = "complete", task = "register", outcome = "accept" },
      { act = "complete", task = "consent", outcome = "agreed", at = "2026-09-21 10:00", form = { other_party = "房东李某" } },
      { act = "complete", task = "mediate", outcome = "written", at = "2026-09-23 10:00",
        form = { agreement = "房东于2026年9月30日前退还押金3000元。" } },
      { act = "complete", task = "seal", outcome = "sealed", refused = "FORM_INVALID", field = "effective_on" },
      { act = "complete", task = "seal", outcome = "sealed", form = { effective_on = "2026-09-23" } },
      { expect = { status = "finished", result = "agreed" } },
    },
  },

  scenario "JC-05 协议生效三十日内共同申请司法确认" {
    given = { at = "2026-08-20 09:00", unit = "tj-330602", area = "330602", form = quarrel },
    story = {
      { act = "complete", task = "register", outcome = "accept" },
      { act = "complete", task = "consent", outcome = "agreed" },
      { act = "complete", task = "mediate", outcome = "written", at = "2026-08-31 10:00",
        form = { agreement = "分期退还。", confirm = true } },
      { act = "complete", task = "seal", outcome = "sealed", at = "2026-09-01 10:00", form = { effective_on = "2026-09-01" } },
      { expect = { open = { "confirmation" }, step_due = { confirmation = "2026-10-08" } } },
      { message = "confirmation_applied", outcome = "applied", at = "2026-09-10 10:00", form = { applied_by = "one" }, refused = "FORM_INVALID",
        field = "applied_by" },
      { message = "confirmation_applied", outcome = "applied", refused = "FORM_INVALID", field = "applied_by" },
      { message = "confirmation_applied", outcome = "applied", at = "2026-10-08 23:50", form = { applied_by = "both" } },
      { expect = { open = { "court" } } },
      { message = "court_decided", outcome = "confirmed", at = "2026-10-20 10:00" },
      { expect = { status = "finished", result = "confirmed" } },
    },
  },

  scenario "JC-05 十月九日已过期限：协议有效，不能再申请司法确认" {
    given = { at = "2026-08-20 09:00", unit = "tj-330602", area = "330602", form = quarrel },
    story = {
      { act = "complete", task = "register", outcome = "accept" },
      { act = "complete", task = "consent", outcome = "agreed" },
      { act = "complete", task = "mediate", outcome = "written", at = "2026-08-31 10:00",
        form = { agreement = "分期退还。", confirm = true } },
      { act = "complete", task = "seal", outcome = "sealed", at = "2026-09-01 10:00", form = { effective_on = "2026-09-01" } },
      { wait_until = "2026-10-09 00:00" },
      { expect = { status = "finished", result = "agreed", payload = { window_over = { route = "lawsuit" } } } },
      { message = "confirmation_applied", outcome = "applied", form = { applied_by = "both" }, refused = "CASE_FINISHED" },
    },
  },

  scenario "JC-05 申请期限自协议生效日起算，不是自登记之日" {
    given = { at = "2026-08-20 09:00", unit = "tj-330602", area = "330602", form = quarrel },
    story = {
      { act = "complete", task = "register", outcome = "accept" },
      { act = "complete", task = "consent", outcome = "agreed" },
      { act = "complete", task = "mediate", outcome = "written", form = { agreement = "分期退还。", confirm = true } },
      { act = "complete", task = "seal", outcome = "sealed", at = "2026-09-03 10:00", form = { effective_on = "2026-09-01" } },
      { expect = { step_due = { confirmation = "2026-10-08" } } },
    },
  },

  scenario "JC-05 涉及身份关系的，不能申请司法确认" {
    given = { at = "2026-08-20 09:00", unit = "tj-330602", area = "330602", form = { dispute = "family", facts = "离婚后探望安排。" } },
    story = {
      { act = "complete", task = "register", outcome = "accept" },
      { act = "complete", task = "consent", outcome = "agreed" },
      { act = "complete", task = "mediate", outcome = "written",
        form = { agreement = "确认双方已经离婚。", confirm = true, identity_relation = true } },
      { act = "complete", task = "seal", outcome = "sealed", form = { effective_on = "2026-08-20" } },
      { expect = { result = "agreed", payload = { not_confirmable = { reason = "identity_relation" } } } },
    },
  },

  scenario "法院不予确认" {
    given = { at = "2026-08-20 09:00", unit = "tj-330602", area = "330602", form = quarrel },
    story = {
      { act = "complete", task = "register", outcome = "accept" },
      { act = "complete", task = "consent", outcome = "agreed" },
      { act = "complete", task = "mediate", outcome = "written", form = { agreement = "分期退还。", confirm = true } },
      { act = "complete", task = "seal", outcome = "sealed", form = { effective_on = "2026-08-20" } },
      { message = "confirmation_applied", outcome = "applied", at = "2026-08-25 10:00", form = { applied_by = "both" } },
      { message = "court_decided", outcome = "not_confirmed", at = "2026-09-01 10:00" },
      { expect = { status = "finished", result = "not_confirmed", effect = "notice" } },
    },
  },

  scenario "一方明确拒绝，不得调解，告知其他途径" {
    given = { at = "2026-09-18 09:12", unit = "tj-330602", area = "330602", form = quarrel },
    story = {
      { act = "complete", task = "register", outcome = "accept" },
      { act = "complete", task = "consent", outcome = "refused" },
      { expect = { status = "finished", result = "not_mediated", effect = "notice" } },
    },
  },

  scenario "口头协议由调解员记录" {
    given = { at = "2026-09-18 09:12", unit = "tj-330602", area = "330602", form = { dispute = "neighbour", facts = "楼道堆物。" } },
    story = {
      { act = "complete", task = "register", outcome = "accept" },
      { act = "complete", task = "consent", outcome = "agreed" },
      { act = "complete", task = "mediate", outcome = "oral", form = { agreement = "三日内清理。" } },
      { expect = { status = "finished", result = "agreed_oral" } },
    },
  },

  scenario "调解不成，终止并告知途径" {
    given = { at = "2026-09-18 09:12", unit = "tj-330602", area = "330602", form = quarrel },
    story = {
      { act = "complete", task = "register", outcome = "accept" },
      { act = "complete", task = "consent", outcome = "agreed" },
      { act = "complete", task = "mediate", outcome = "failed" },
      { expect = { status = "finished", result = "failed", effect = "notice" } },
    },
  },

  scenario "矛盾可能激化，立即报告公安机关" {
    given = { at = "2026-09-18 09:12", unit = "tj-330602", area = "330602", form = quarrel },
    story = {
      { act = "complete", task = "register", outcome = "accept" },
      { act = "complete", task = "consent", outcome = "agreed" },
      { act = "complete", task = "mediate", outcome = "danger" },
      { expect = { status = "finished", result = "reported" } },
    },
  },

  scenario "婚姻效力等不属于调解范围的，不受理并告知" {
    given = { at = "2026-09-18 09:12", unit = "tj-330602", area = "330602", form = { dispute = "family", facts = "请求确认婚姻无效。" } },
    story = {
      { act = "complete", task = "register", outcome = "not_ours" },
      { expect = { status = "finished", result = "not_accepted" } },
    },
  },
}

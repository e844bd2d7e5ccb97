return {
  scenario "PS-09 实名异议，七个工作日内答复" {
    given = { at = "2026-05-08 17:30", unit = "mz-330602", form = { named = true, content = "B项目与需求清单不符。" } },
    story = {
      { expect = { open = { "answer" }, due = "2026-05-18" } },
      { act = "complete", task = "answer", outcome = "rejected", form = { answer = "已核对，符合需求清单第3项。" }, refused = "REASON_REQUIRED" },
      { act = "complete", task = "answer", outcome = "rejected", form = { answer = "已核对，符合需求清单第3项。" },
        reason = "核查材料附后。" },
      { expect = { status = "finished", result = "rejected", effect = "notice" } },
    },
  },
  scenario "匿名但有线索的，照样核查" {
    given = { at = "2026-05-08 17:30", form = { content = "专家与申报单位有利害关系。", clue = "某专家为其顾问，附聘书照片。" } },
    story = {
      { act = "complete", task = "answer", outcome = "upheld", form = { answer = "情况属实。" }, reason = "聘书经核实。" },
      { expect = { result = "upheld" } },
    },
  },
  scenario "PS-09 匿名又没有线索的，登记备查，不影响签约" {
    given = { at = "2026-05-08 17:30", form = { content = "不公平。" } },
    story = { { expect = { status = "finished", result = "registered" } } },
  },
}

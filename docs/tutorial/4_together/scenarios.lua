local filed = { at = "2026-03-05 09:00", unit = "sq-1", form = { place = "锦绣新村3幢", wardens = { "lou1", "lou2" } } }

return {
  scenario "楼长都同意、管线查过，才施工" {
    given = filed,
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { expect = { open = { "pipes", "sign" } } },
      { act = "complete", task = "sign", item = 1, outcome = "agree", user = "lou1" },
      { act = "complete", task = "pipes", outcome = "done", form = { survey = "无管线" } },
      -- 还差一位，不往下走。
      { expect = { open = { "sign" } } },
      { act = "complete", task = "sign", outcome = "agree", user = "lou2" },
      { expect = { open = { "decide" }, proposal = { decide = "build" } } },
      { act = "complete", task = "decide", outcome = "build" },
      { act = "complete", task = "build", outcome = "done" },
      { expect = { status = "finished", result = "installed" } },
    },
  },
  scenario "有一位楼长不同意，不装" {
    given = filed,
    story = {
      { act = "complete", task = "accept", outcome = "complete" },
      { act = "complete", task = "sign", item = 1, outcome = "agree", user = "lou1" },
      { act = "complete", task = "sign", outcome = "disagree", user = "lou2", reason = "占用通道" },
      { act = "complete", task = "pipes", outcome = "done", form = { survey = "无管线" } },
      { expect = { proposal = { decide = "refuse" } } },
      { act = "complete", task = "decide", outcome = "refuse", reason = "二单元楼长不同意占用通道" },
      { expect = { status = "finished", result = "refused" } },
    },
  },
}

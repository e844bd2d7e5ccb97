return {
  scenario "答了一个就收场" {
    given = {},
    story = {
      { act = "complete", task = "hear", outcome = "heard" },
      { act = "complete", task = "hear", outcome = "closed", refused = "OUTCOME_UNKNOWN" },
      { expect = { open = { "clock", "hear" } } },
      { act = "complete", task = "clock", outcome = "enough" },
      { expect = { open = { "decide_it" }, event = { "StepClosed", "StepWithdrawn", "JoinPassed" } } },
      { act = "complete", task = "hear", outcome = "heard", refused = "TASK_NOT_OPEN" },
      { act = "complete", task = "decide_it", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "已经答完就没有什么可收" {
    given = {},
    story = {
      { act = "complete", task = "hear", outcome = "heard" },
      { act = "complete", task = "hear", outcome = "heard" },
      { act = "complete", task = "hear", outcome = "heard" },
      { expect = { open = { "clock" } } },
      { act = "complete", task = "clock", outcome = "all" },
      { expect = { open = { "decide_it" }, no_event = "StepClosed" } },
      { act = "complete", task = "decide_it", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

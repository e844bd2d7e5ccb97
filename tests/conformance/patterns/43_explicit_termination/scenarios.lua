return {
  scenario "一条路走到终点，另一条撤回" {
    given = {},
    story = {
      { act = "complete", task = "a", outcome = "void" },
      { expect = { status = "finished", result = "void", open = {}, event = "StepWithdrawn" } },
      { act = "complete", task = "b", outcome = "done", refused = "CASE_FINISHED" },
    },
  },
  scenario "两条都办完" {
    given = {},
    story = {
      { act = "complete", task = "a", outcome = "done" },
      { act = "complete", task = "b", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

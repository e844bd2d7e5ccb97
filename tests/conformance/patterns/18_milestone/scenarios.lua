return {
  scenario "公示以前不能改，公示期间能改" {
    given = {},
    story = {
      { act = "complete", task = "change", outcome = "changed", refused = "NOT_THE_TIME" },
      { act = "claim", task = "change", user = "li", refused = "NOT_THE_TIME" },
      { act = "complete", task = "draft", outcome = "done" },
      { expect = { open = { "change", "published" } } },
      { act = "complete", task = "change", outcome = "changed" },
      { expect = { open = { "published" } } },
      { message = "contract" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "签了合同就过了，谁也选不了 passed" {
    given = {},
    story = {
      { act = "complete", task = "draft", outcome = "done" },
      { act = "complete", task = "change", outcome = "passed", refused = "OUTCOME_UNKNOWN" },
      { message = "contract" },
      { expect = { open = { "too_late" }, event = "MilestonePassed" } },
      { act = "complete", task = "change", outcome = "changed", refused = "TASK_NOT_OPEN" },
      { act = "complete", task = "too_late", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

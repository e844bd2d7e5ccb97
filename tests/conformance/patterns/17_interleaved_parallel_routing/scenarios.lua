return {
  scenario "肺插在血和心中间；谁在办，别的就不能认领，也不能办" {
    given = {},
    story = {
      { expect = { open = { "blood", "lungs" } } },
      { act = "claim", task = "blood", user = "li" },
      { act = "claim", task = "lungs", user = "wang", refused = "EXCLUSIVE_BUSY" },
      { act = "complete", task = "lungs", outcome = "done", refused = "EXCLUSIVE_BUSY" },
      { act = "complete", task = "blood", outcome = "done", user = "li" },
      { expect = { open = { "heart", "lungs" } } },
      { act = "claim", task = "lungs", user = "wang" },
      { act = "complete", task = "heart", outcome = "done", refused = "EXCLUSIVE_BUSY" },
      { act = "complete", task = "lungs", outcome = "done", user = "wang" },
      { expect = { open = { "heart" } } },
      { act = "complete", task = "heart", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "认领以后退回，别的又能办" {
    given = {},
    story = {
      { act = "claim", task = "lungs", user = "wang" },
      { act = "complete", task = "blood", outcome = "done", refused = "EXCLUSIVE_BUSY" },
      { act = "release", task = "lungs", user = "wang" },
      { act = "complete", task = "blood", outcome = "done" },
      { act = "complete", task = "heart", outcome = "done" },
      { act = "complete", task = "lungs", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "规定的先后不能颠倒" {
    given = {},
    story = {
      { act = "complete", task = "heart", outcome = "done", refused = "TASK_NOT_OPEN" },
      { act = "complete", task = "lungs", outcome = "done" },
      { act = "complete", task = "blood", outcome = "done" },
      { act = "complete", task = "heart", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

local function after_two(story)
  local whole = {
    { act = "complete", task = "draft", outcome = "done", user = "clerk" },
    { act = "complete", task = "review", outcome = "fit", user = "li" },
    { act = "complete", task = "review", outcome = "fit", user = "wang" },
    { expect = { open = { "after", "review" } } },
  }
  for _, entry in ipairs(story) do whole[#whole + 1] = entry end
  return whole
end

return {
  scenario "没等到的不能退回，也不能从那里跳转：事项已经在下一步了" {
    given = {},
    story = after_two {
      { act = "return", task = "review", step = "draft", reason = "材料不全", refused = "RETURN_PASSED" },
      { act = "jump", task = "review", step = "draft", reason = "材料不全", by = "workflow_admin", refused = "RETURN_PASSED" },
      { act = "add_handler", task = "review", where = "parallel", user = "sun", reason = "还要一位", by = "unit/expert", refused = "ADD_HANDLER_PASSED" },
      { expect = { open = { "after", "review" } } },
      { act = "complete", task = "review", outcome = "fit", user = "zhao" },
      { expect = { open = { "after" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "从下一步退回起草：没等到的一并收回，第一轮的答复不算第二轮的" {
    given = {},
    story = after_two {
      { act = "return", task = "after", step = "draft", reason = "材料不全" },
      { expect = { open = { "draft" }, event = { "Returned", "StepWithdrawn" } } },
      { act = "complete", task = "review", outcome = "fit", user = "zhao", refused = "TASK_NOT_OPEN" },
      { act = "complete", task = "draft", outcome = "done" },
      { act = "complete", task = "review", outcome = "fit", user = "li" },
      { expect = { open = { "review" } } },
      { act = "complete", task = "review", outcome = "fit", user = "wang" },
      { expect = { open = { "after", "review" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "退回评审本身：重新三位都开，没有多出来的" {
    given = {},
    story = after_two {
      { act = "return", task = "after", step = "review", reason = "重评" },
      { expect = { open = { "review" } } },
      { act = "complete", task = "review", outcome = "fit", user = "zhao" },
      { act = "complete", task = "review", outcome = "fit", user = "li" },
      { expect = { open = { "after", "review" } } },
      { act = "complete", task = "review", outcome = "fit", user = "wang" },
      { expect = { open = { "after" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
  scenario "已经放行的答复收不回来" {
    given = {},
    story = after_two {
      { act = "take_back", user = "wang", by = "expert", refused = "TAKE_BACK_SETTLED" },
      { expect = { open = { "after", "review" } } },
      { act = "complete", task = "after", outcome = "done" },
      { expect = { status = "finished", result = "done" } },
    },
  },
}

local function given(mediated)
  return { at = "2026-06-12 15:00", unit = "zz-330602", area = "330602", form = { mediated = mediated },
    duties = { ["rating.appeal"] = "jw-330602" } }
end

local rated = { message = "rating", outcome = "rated", at = "2026-06-15 10:00",
  form = { grade = "非常不满意", grade_reasons = { "答复不清楚" } } }

return {
  scenario "JC-12 三个工作日内回访；到期未评价的默认基本满意并标注" {
    given = given(false),
    story = {
      { expect = { open = { "call_back", "rating" }, step_due = { call_back = "2026-06-17", rating = "2026-06-19" } } },
      { act = "complete", task = "call_back", outcome = "reached", at = "2026-06-16 10:00", form = { solved = true } },
      { wait_until = "2026-06-20 00:00" },
      { expect = { result = "archived", payload = { default = { grade = "基本满意", default = true } } } },
    },
  },
  scenario "JC-12 差评：次日前联系，十五个工作日内整改，再请评价；逾期亮红灯" {
    given = given(false),
    story = {
      { act = "complete", task = "call_back", outcome = "unreachable" },
      rated,
      { expect = { open = { "contact", "rectify" }, step_due = { contact = "2026-06-16" }, due = "2026-07-07" } },
      { act = "complete", task = "contact", outcome = "contacted" },
      { wait_until = "2026-07-08 00:00" },
      { expect = { event = "ClockOverdue", open = { "rectify" }, light = "red" } },
      { act = "complete", task = "rectify", outcome = "rectified", form = { rectified = "已重新答复。" } },
      { expect = { open = { "rate_again" }, effect = "notice" } },
      { message = "rate_again", outcome = "rated", form = { grade = "满意" } },
      { expect = { result = "archived" } },
    },
  },
  scenario "JC-12 认为恶意的只能申诉，由别的单位认定" {
    given = given(false),
    story = {
      { act = "complete", task = "call_back", outcome = "reached" },
      rated,
      { act = "complete", task = "contact", outcome = "contacted" },
      { act = "complete", task = "rectify", outcome = "appeal", reason = "评价人未曾来访。" },
      { expect = { desk = { appeal = "jw-330602/reviewer" } } },
      { act = "complete", task = "appeal", outcome = "excluded", by = "zz-330602/handler", reason = "恶意。", refused = "NOT_YOUR_TASK" },
      { act = "complete", task = "appeal", outcome = "dismissed", reason = "评价人确有来访记录。" },
      { expect = { open = { "rectify" }, due = "2026-07-07" } },  -- 申诉不延长整改期限
      { act = "complete", task = "rectify", outcome = "appeal", reason = "再次申诉。" },
      { act = "complete", task = "appeal", outcome = "excluded", reason = "经查非本人评价。" },
      { wait_until = "2026-07-20 00:00" },
      { expect = { result = "archived" } },
    },
  },
  scenario "没有法律依据的，说明理由" {
    given = given(false),
    story = {
      { act = "complete", task = "call_back", outcome = "reached" },
      rated,
      { act = "complete", task = "contact", outcome = "contacted" },
      { act = "complete", task = "rectify", outcome = "explained", reason = "诉求没有法律政策依据。" },
      { expect = { open = { "rate_again" } } },
    },
  },
  scenario "调解案件三十日后回头看；没有履行的，告知途径" {
    given = given(true),
    story = {
      { act = "complete", task = "call_back", outcome = "reached" },
      { message = "rating", outcome = "rated", form = { grade = "满意" }, at = "2026-06-15 10:00" },
      { expect = { open = { "pause" }, step_due = { pause = "2026-07-15" } } },
      { wait_until = "2026-07-16 00:00" },
      { act = "complete", task = "look_back", outcome = "breached" },
      { expect = { result = "archived", effect = "notice" } },
    },
  },
  scenario "协议已履行的归档" {
    given = given(true),
    story = {
      { act = "complete", task = "call_back", outcome = "reached" },
      { message = "rating", outcome = "rated", form = { grade = "非常满意" } },
      { wait_until = "2026-07-16 00:00" },
      { act = "complete", task = "look_back", outcome = "performed" },
      { expect = { result = "archived" } },
    },
  },
}

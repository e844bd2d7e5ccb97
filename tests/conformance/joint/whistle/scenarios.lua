local function filed(at, kind, departments)
  return { at = at, unit = "street-1", form = { kind = kind, departments = departments } }
end

return {
  scenario "JC-10 应急哨三十分钟：住建迟到六分钟" {
    given = filed("2026-10-10 14:00", "emergency", { "chengguan", "shuiwu", "gongdian", "zhujian" }),
    story = {
      { act = "complete", task = "arrive", outcome = "arrived", refused = "TASK_NOT_OPEN" },
      { act = "complete", task = "approve", outcome = "approve", at = "2026-10-10 14:05" },
      { expect = { open = { "arrive" }, effect = "notice", desk = { arrive = "chengguan/handler" } } },
      { act = "complete", task = "arrive", outcome = "arrived", by = "chengguan/handler", at = "2026-10-10 14:20" },
      { act = "complete", task = "arrive", outcome = "arrived", by = "chengguan/handler", refused = "NOT_YOUR_TASK" },
      { act = "complete", task = "arrive", outcome = "arrived", by = "shuiwu/handler", at = "2026-10-10 14:31" },
      { act = "complete", task = "arrive", outcome = "arrived", by = "gongdian/handler", at = "2026-10-10 14:35" },
      { act = "complete", task = "settled", outcome = "over", refused = "TASK_NOT_OPEN" },
      { act = "complete", task = "arrive", outcome = "substitute", by = "zhujian/handler", at = "2026-10-10 14:41" },
      { expect = { open = { "settled" }, effect = "notice", event = { "InstanceLate", "NoticeIssued" } } },
      { act = "complete", task = "settled", outcome = "over", refused = "FORM_INVALID", field = "photo" },
      { act = "complete", task = "settled", outcome = "over", form = { photo = "file-1" } },
      { act = "complete", task = "score", outcome = "scored", form = { scores = {
        { department = "chengguan", score = 100 }, { department = "shuiwu", score = 100 },
        { department = "gongdian", score = 95 }, { department = "zhujian", score = 60 } } } },
      { expect = { status = "finished", result = "settled" } },
    },
  },

  scenario "日常哨两个工作日，都按时" {
    given = filed("2026-03-03 09:00", "daily", { "chengguan" }),
    story = {
      { act = "complete", task = "approve", outcome = "approve" },
      { expect = { effect = "notice" } },
      { act = "complete", task = "arrive", outcome = "arrived", at = "2026-03-05 16:00" },
      { expect = { open = { "settled" }, no_event = { "InstanceLate", "NoticeIssued" } } },
      { act = "complete", task = "settled", outcome = "over", form = { photo = "file-1" } },
      { act = "complete", task = "score", outcome = "scored", form = { scores = { { department = "chengguan", score = 90 } } } },
      { expect = { status = "finished", result = "settled" } },
    },
  },

  scenario "负责人不批准要说理由" {
    given = filed("2026-03-03 09:00", "difficult", { "chengguan" }),
    story = {
      { act = "complete", task = "approve", outcome = "refuse", refused = "REASON_REQUIRED" },
      { act = "complete", task = "approve", outcome = "refuse", reason = "街道可以自行处置" },
      { expect = { status = "finished", result = "refused" } },
    },
  },
}

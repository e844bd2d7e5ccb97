local names = { "zf-330602", "sw-330602", "dl-3306", "js-330602" }

local function given(kind)
  local departments = {}
  for i, unit in ipairs(names) do departments[i] = { unit = unit } end
  return { at = "2026-10-10 14:00", unit = "zz-330602001", area = "330602001",
    form = { kind = kind, matter = "供水管爆裂，路面塌陷。", place = "鲁迅中路", departments = departments } }
end

local blow = { act = "complete", task = "approve", outcome = "blow", at = "2026-10-10 14:05" }

local function arrives(at, outcome)
  return { act = "complete", task = "arrive", outcome = outcome or "arrived", at = at, reason = outcome == "absent" and "负责人住院。" or nil }
end

local function scored(score)
  return { act = "complete", task = "score", outcome = "scored", form = { score = score } }
end

local function concluded(outcome, ...)
  local story = { { act = "complete", task = "draft", outcome = "submit" }, blow, ... }
  for _, entry in ipairs({
    { act = "complete", task = "act", outcome = outcome, form = { plan = "已抢修。" }, refused = "FORM_INVALID", field = "photo" },
    { act = "complete", task = "act", outcome = outcome, form = { plan = "已抢修。", photo = "file-1" } },
    scored(95), scored(90), scored(92), scored(60),
    { expect = { result = "closed", payload = { book = { result = outcome } } } },
  }) do story[#story + 1] = entry end
  return story
end

return {
  scenario "JC-10 三十分钟到场，迟到的起草橙单，事毕有照片才收哨" {
    given = given("urgent"),
    story = concluded("solved", arrives("2026-10-10 14:20"), arrives("2026-10-10 14:31"), arrives("2026-10-10 14:35"),
      arrives("2026-10-10 14:41"),
      { expect = { event = "InstanceLate", open = { "act" }, explained = "迟到或者未到：js-330602", payload = { orange_slip = { slip = "orange", units = { "js-330602" } } } } }),
  },
  scenario "都按时到场，没有橙单；留有计划的也可以收哨" {
    given = given("hard"),
    story = concluded("planned", arrives("2026-10-10 15:00"), arrives("2026-10-10 15:10"), arrives("2026-10-10 16:00"),
      arrives("2026-10-10 18:05"), { expect = { open = { "act" }, explained = "均按时到场" } }),
  },
  scenario "都没有到场；经认定不属于职责的" {
    given = given("daily"),
    story = concluded("not_ours", arrives("2026-10-10 14:20", "absent"), arrives("2026-10-10 14:20", "absent"),
      arrives("2026-10-10 14:20", "absent"), arrives("2026-10-10 14:20", "absent"), { expect = { effect = "message" } }),
  },
  scenario "有的到场，有的请假：请假的也列入橙单" {
    given = given("urgent"),
    story = concluded("solved", arrives("2026-10-10 14:20"), arrives("2026-10-10 14:21"), arrives("2026-10-10 14:22", "absent"),
      arrives("2026-10-10 14:30"), { expect = { explained = "迟到或者未到：dl-3306", payload = { orange_slip = { units = { "dl-3306" } } } } }),
  },
  scenario "请假要说明理由；负责人批准后才能吹哨；可以不吹" {
    given = given("urgent"),
    story = {
      { act = "complete", task = "draft", outcome = "submit" },
      { act = "complete", task = "approve", outcome = "send_back", reason = "街道可以自行处理。" },
      { act = "complete", task = "draft", outcome = "submit" }, blow,
      { expect = { open = { "arrive", "muster" }, effect = "notice" } },
      { act = "complete", task = "arrive", outcome = "absent", refused = "REASON_REQUIRED" },
    },
  },
  scenario "一个部门也没有来：到时限即通知督查，街道收口，先处置起来" {
    given = given("urgent"),
    story = {
      { act = "complete", task = "draft", outcome = "submit" }, blow,
      { wait_until = "2026-10-10 14:34" },
      { expect = { open = { "arrive", "muster" }, no_event = "Escalated" } },
      { wait_until = "2026-10-10 14:36" },
      { expect = { open = { "arrive", "muster" }, event = { "InstanceLate", "Escalated" }, effect = "message" } },
      { act = "complete", task = "muster", outcome = "go_on", refused = "REASON_REQUIRED" },
      { act = "complete", task = "muster", outcome = "go_on", reason = "险情不等人，先行抢修。", at = "2026-10-10 14:40" },
      { expect = { open = { "act" }, event = "StepWithdrawn", explained = "迟到或者未到：zf-330602、sw-330602、dl-3306、js-330602",
          payload = { orange_slip = { units = names } } } },
      { act = "complete", task = "arrive", outcome = "arrived", refused = "TASK_NOT_OPEN" },
    },
  },
  scenario "来了几个就收口：没来的列入橙单，来的照常评分" {
    given = given("urgent"),
    story = concluded("solved", arrives("2026-10-10 14:20"), arrives("2026-10-10 14:21"), arrives("2026-10-10 14:30"),
      { act = "complete", task = "muster", outcome = "go_on", reason = "等不到了。", at = "2026-10-10 14:50" },
      { expect = { explained = "迟到或者未到：js-330602", payload = { orange_slip = { units = { "js-330602" } } } } }),
  },
  scenario "日常哨两个工作日内答复" {
    given = given("daily"),
    story = concluded("planned", arrives("2026-10-10 15:00"), arrives("2026-10-12 09:00"), arrives("2026-10-13 17:00"),
      arrives("2026-10-14 09:00"), { expect = { explained = "迟到或者未到：js-330602" } }),
  },
  scenario "撤回哨令" {
    given = given("urgent"),
    story = { { act = "complete", task = "draft", outcome = "drop" }, { expect = { result = "dropped" } } },
  },
}

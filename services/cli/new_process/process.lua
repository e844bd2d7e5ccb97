-- {{title}}：把下面每一处改成本地的做法，改一处就运行一次 lianban check 和 lianban test
return workflow "{{name}}" {
  title = "{{title}}",
  applicant = { person },
  params = { ["{{name}}.term"] = 5 },
  form = {
    text "matter" { label = "事项", required = true, max = 1000 },
    text "opinion" { label = "办理意见", max = 1000 },
  },
  materials = {
    material "identity" { label = "身份证明" },
  },
  clock = { statutory = workdays(param "{{name}}.term"), pauses = { "supplement" } },
  steps = {
    task "accept" {
      title = "受理", by = role "window", on = { complete = "handle", missing = "supplement" },
    },
    wait "supplement" {
      title = "等申请人补正", of = applicant, within = workdays(5), once = true,
      on = { supplied = "handle", timeout = "withdrawn" },
    },
    task "handle" {
      title = "办理", by = role "handler", edits = { "opinion" }, needs = { "opinion" },
      on = { done = "done", refuse = "refused" },
    },
    finish "done" { title = "办结", result = "done" },
    finish "refused" { title = "不予办理", result = "refused", remedy = "可以申请复核" },
    finish "withdrawn" { title = "视为撤回", result = "withdrawn" },
  },
}

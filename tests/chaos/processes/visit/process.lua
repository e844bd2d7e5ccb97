-- 一次来访，若干事项：全部办结后自动办结。
return workflow "chaos_visit" {
  title = "一次来访",
  form = {
    text "mark" { label = "标记", max = 64 },
    list "matters" { label = "事项", required = true, min = 1, max = 9 },
  },
  steps = {
    call "matters" { title = "各事项", each = function(form) return form.matters end,
      process = function(_, _, item) return item.process end, wait = "all", on = { done = "closed" } },
    finish "closed" { title = "办结", result = "closed" },
  },
}

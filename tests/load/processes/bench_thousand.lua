-- 一千个环节首尾相接：一百段，每段十个环节，有退回、分流、并行和超时。
local steps = {}
local function add(step) table.insert(steps, step) end

for i = 1, 100 do
  local n = "_" .. i
  local next = i < 100 and "accept_" .. (i + 1) or "closed"
  add(task("accept" .. n) { title = "受理", by = role "handler", on = { complete = "supplement" .. n, forward = "sort" .. n } })
  add(wait("supplement" .. n) {
    title = "补正", of = applicant, within = days(5), on = { supplied = "accept" .. n, timeout = "sort" .. n },
  })
  add(decide("sort" .. n) { title = "分流", branches = {
    { when = function(form) return form.body == "急" end, to = "urgent" .. n }, { to = "both" .. n },
  } })
  add(task("urgent" .. n) { title = "急件", by = role "handler", on = { done = "review" .. n } })
  add(fork("both" .. n) { title = "并行", to = { "inspect" .. n, "ask" .. n }, join = "together" .. n })
  add(task("inspect" .. n) { title = "勘查", by = role "handler", on = { done = "together" .. n } })
  add(task("ask" .. n) { title = "征询", by = role "handler", on = { done = "together" .. n } })
  add(join("together" .. n) { title = "汇总", next = "draft" .. n })
  add(task("draft" .. n) { title = "拟办", by = role "handler", on = { done = "review" .. n, again = "both" .. n } })
  add(task("review" .. n) { title = "复核", by = role "leader", on = { pass = next, back = "accept" .. n } })
end
add(finish "closed" { title = "办结", result = "done" })

return workflow "bench_thousand" {
  title = "一千个环节", applicant = { person }, form = { text "body" { label = "内容", max = 100 } }, steps = steps,
}

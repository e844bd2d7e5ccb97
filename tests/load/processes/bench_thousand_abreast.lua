-- 一千个环节并排：二十路并行，每路五十个环节，可能的局面多得数不完。
local steps, ways = {}, {}
for i = 1, 20 do table.insert(ways, "s" .. i .. "_1") end
table.insert(steps, fork "begin" { title = "分头办理", to = ways, join = "together" })
for i = 1, 20 do
  for k = 1, 50 do
    local next = k < 50 and "s" .. i .. "_" .. (k + 1) or "together"
    table.insert(steps, task("s" .. i .. "_" .. k) { title = "环节", by = role "handler", on = { done = next } })
  end
end
table.insert(steps, join "together" { title = "汇总", next = "closed" })
table.insert(steps, finish "closed" { title = "办结", result = "done" })

return workflow "bench_thousand_abreast" { title = "一千个环节并排", steps = steps }

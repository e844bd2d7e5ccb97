-- 15 Multiple Instances without a priori Run-Time Knowledge · 多实例：中途可加
-- 含义：办的过程中还可以再加，加的也要办完。
-- Means: instances may be added while others run, and those are waited for as well.
-- Here: child cases: `call` with `invite`, open for as long as `open` says; tasks of `each`: the act `add_handler` (加签).

return workflow "mi_no_a_priori" {
  title = "多实例：中途可加",
  steps = {
    call "applications" { process = "application", invite = "apply", open = days(5), on = { done = "rank" } },
    task "rank" { by = role "expert", mode = "all", each = { "甲", "乙" }, on = { done = "finished" } },
    finish "finished" { result = "done" },
  },
}

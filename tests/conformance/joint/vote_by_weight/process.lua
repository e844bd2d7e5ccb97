-- 票签：按权重和门槛。权重由表单算出，除出来的 60.0 也是六十；不是整数的不收，绝不当作一票。
-- Vote by weight and threshold. The weights are worked out from the form: 60.0 from a division is sixty as well; what is no whole
-- number is refused and never taken for one.

return workflow "vote_by_weight" {
  title = "按权重票决",
  form = { list "members" { of = { text "name" { required = true }, number "share" { required = true } } } },
  steps = {
    task "vote" { title = "票决", by = role "handler", mode = "vote",
      each = function(form)
        local voters = {}
        for i, member in ipairs(form.members) do voters[i] = { title = member.name, weight = member.share / 1 } end
        return voters
      end,
      vote = { pass = "agree", otherwise = "refuse", threshold = 60 }, on = { agree = "passed", refuse = "refused", abstain = "refused" } },  -- 弃权只计入总数，不是结果
    finish "passed" { result = "passed" },
    finish "refused" { result = "refused" },
  },
}

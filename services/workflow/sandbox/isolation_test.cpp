// Nothing crosses from one case to the next, and nothing differs between two runs.

#include "gmock/gmock.h"
#include "services/workflow/sandbox/sandbox_test_pool.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;
using testing::HasSubstr;

// Calls function 1 `calls` times in each of `cases` cases.
std::vector<std::vector<json>> Cases(const std::string& script, int cases, int calls, ScriptHost& host = TestPool()) {
  std::vector<RuleBatch> batches(static_cast<size_t>(cases), {.bundle = Bundle(script)});
  for (auto& batch : batches) batch.calls.assign(static_cast<size_t>(calls), {1, json::array()});
  std::vector<std::vector<json>> values;
  for (const auto& results : host.Evaluate(batches)) {
    values.emplace_back();
    for (const auto& result : results) values.back().push_back(result.ok ? result.value : json(result.error.message));
  }
  return values;
}

TEST(Cases, DoNotSeeEachOther) {
  EXPECT_EQ(Cases("local n = 0 return { r = function() n = n + 1 return n end }", 3, 2),
            (std::vector<std::vector<json>>{{1, 2}, {1, 2}, {1, 2}}));
  EXPECT_EQ(Cases("local seen = {} return { r = function() seen[#seen + 1] = 'x' return #seen end }", 2, 2),
            (std::vector<std::vector<json>>{{1, 2}, {1, 2}}));
  EXPECT_EQ(Cases("count = 0 return { r = function() local t = { string.len } return count end }", 2, 1),
            (std::vector<std::vector<json>>{{0}, {0}}));
}

TEST(Cases, DoNotSeeWhatAnErrorLeftBehind) {
  auto values = Cases("local n = 0 return { r = function() n = n + 1 if n < 9 then error('stop ' .. n, 0) end return n end }", 2, 2);
  EXPECT_EQ(values[0], values[1]);
  EXPECT_THAT(values[1][0], HasSubstr("stop 1"));
  values = Cases("local n = 0 return { r = function() n = n + 1 local t = {} while true do t[#t + 1] = n end end }", 2, 1);
  EXPECT_EQ(values[0], values[1]);
}

TEST(Calls, GetAFreshCopyOfWhatTheyShare) {
  const SharedJson form = json{{"n", 1}}, view = json{{"n", 10}};
  RuleBatch batch{.bundle = Bundle("return { r = function(form, case, item) form.n = form.n + case.n + (item or 0) case.n = 0 return form.n end }"),
                  .params = {},
                  .calls = {{1, nullptr, {form, view}}, {1, json::array({100}), {form, view}}, {1, nullptr, {view, form}}}};
  const auto results = TestPool().Evaluate({&batch, 1})[0];
  EXPECT_EQ(results[0].value, 11);
  EXPECT_EQ(results[1].value, 111) << "shared values come before the call's own";
  EXPECT_EQ(results[2].value, 11);
}

TEST(Calls, WhoseSharedValuesAreTooLargeFailAlone) {
  const SharedJson small = json("x"), large = json(std::string(3 << 20, 'x'));
  RuleBatch batch{.bundle = Bundle("return { r = function(text) return #text end }"), .params = {},
                  .calls = {{1, nullptr, {small}}, {1, nullptr, {large}}, {1, nullptr, {small}}}};
  const auto results = TestPool().Evaluate({&batch, 1})[0];
  EXPECT_EQ(results[0].value, 1);
  EXPECT_FALSE(results[1].ok);
  EXPECT_EQ(results[2].value, 1);
}

TEST(Cases, OfDifferentScriptsDoNotMeet) {
  std::vector<RuleBatch> batches;
  for (int i = 0; i < 200; ++i) {
    batches.push_back({.bundle = Bundle("local me = " + std::to_string(i % 7) + " return { r = function() me = me + 10 return me end }"),
                       .params = {}, .calls = {{1, json::array()}}});
  }
  auto results = TestPool().Evaluate(batches);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(results[i][0].value, i % 7 + 10);
}

TEST(Cases, MoreScriptsThanAWorkerKeepsStillAnswer) {
  std::vector<RuleBatch> batches;
  for (int i = 0; i < 300; ++i) {
    batches.push_back({.bundle = Bundle("return { r = function() return " + std::to_string(i) + " end }"), .params = {},
                       .calls = {{1, json::array()}}});
  }
  for (int round = 0; round < 3; ++round) {
    auto results = TestPool().Evaluate(batches);
    for (int i = 0; i < 300; ++i) ASSERT_EQ(results[i][0].value, i) << results[i][0].error.message;
  }
}

TEST(Cases, HaveTheirOwnParameters) {
  auto bundle = Bundle("local key = param 'fee' return { r = function() return param 'fee' end, k = key }");
  std::vector<RuleBatch> batches;
  for (int i = 0; i < 3; ++i) batches.push_back({.bundle = bundle, .params = json{{"fee", {{"fen", i}}}}, .calls = {{1, json::array()}}});
  auto results = TestPool().Evaluate(batches);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(results[i][0].value["fen"], i);
  batches[0].params = json::object();
  EXPECT_THAT(TestPool().Evaluate({&batches[0], 1})[0][0].error.message, HasSubstr("param \"fee\" has no value here"));
}

TEST(Cases, GetAFreshCopyOfAParameterEachTime) {
  EXPECT_EQ(Ask("return { r = function() param('list')[1] = 'changed' return param('list')[1] end }", json::array(), {{"list", {"kept"}}}).value,
            "kept");
}

TEST(TwoRuns, WalkTablesInTheSameOrder) {
  EXPECT_EQ(Rule("local out = '' for k in pairs({ b = 1, a = 1, [10] = 1, [2] = 1, [1.5] = 1, ['10'] = 1, [-3] = 1 }) do "
                 "out = out .. tostring(k) .. ' ' end return out"),
            "-3 1.5 2 10 10 a b ");
  EXPECT_THAT(Rule("for k in pairs({ [{}] = 1 }) do end"), HasSubstr("pairs needs names or numbers"));
  EXPECT_THAT(Rule("for k in pairs({ [true] = 1 }) do end"), HasSubstr("pairs needs names or numbers"));
  EXPECT_EQ(Rule("local t = { a = 1, b = 2, c = 3 } local out = '' for k in pairs(t) do t.b = nil t.z = 1 out = out .. k end return out"), "ac");
}

TEST(TwoRuns, ShowNoAddresses) {
  EXPECT_EQ(Rule("return tostring({}) .. tostring(print == nil) .. tostring(string.len) .. tostring(function() end)"),
            "SCRIPT_GLOBAL 2: 没有名为 print 的词或变量 (nothing is called print)");
  EXPECT_EQ(Rule("return tostring({}) .. tostring(string.len) .. tostring(function() end) .. tostring(nil)"), "tablefunctionfunctionnil");
  EXPECT_THAT(Rule("return string.format('%p', {})"), HasSubstr("invalid conversion"));
  EXPECT_EQ(Rule("return string.format('%s %s', {}, 0/0)"), "table nan");
  EXPECT_EQ(Rule("return tostring(0/0) .. tostring(-(0/0))"), "nannan");
}

TEST(TwoRuns, SortEqualKeysStably_158) {
  EXPECT_EQ(Rule(R"(
    local t = {}
    for i = 1, 500 do t[i] = { key = i * 7919 % 5, place = i } end
    table.sort(t, function(a, b) return a.key < b.key end)
    for i = 2, 500 do
      if t[i - 1].key > t[i].key or (t[i - 1].key == t[i].key and t[i - 1].place > t[i].place) then return i end
    end
    return 'stable')"),
            "stable");
}

TEST(TwoRuns, InDifferentProcessesGiveTheSameBytesAndUseTheSameFuel) {
  const std::string body = R"(
    local words, out = {}, {}
    for w in ('the quick brown fox jumps over the lazy dog again and again'):gmatch('%a+') do words[w] = (words[w] or 0) + #w end
    for w, n in pairs(words) do out[#out + 1] = w .. '=' .. n / 3 end
    table.sort(out, function(a, b) return #a < #b end)
    return { out, string.format('%.3f %g %q', 1 / 3, 1e100, 'x'), 2^53 // 1, 7 // 0.0 ~= 7 // -0.0, ('%d'):rep(3) })";
  auto one = StartPool({.workers = 1}), other = StartPool({.workers = 1});
  RuleResult a = Ask("return { r = function() " + body + " end }", json::array(), nullptr, *one);
  RuleResult b = Ask("return { r = function() " + body + " end }", json::array(), nullptr, *other);
  ASSERT_TRUE(a.ok) << a.error.message;
  EXPECT_EQ(a.value.dump(), b.value.dump());
  EXPECT_EQ(a.fuel_used, b.fuel_used);
}

TEST(TwoRuns, NumberTheFunctionsTheSameWay) {
  std::string script = "local t = {} for i = 1, 200 do t['k' .. i] = function() return i end end return t";
  auto one = StartPool({.workers = 1}), other = StartPool({.workers = 1});
  auto a = one->Load(*Bundle(script)), b = other->Load(*Bundle(script));
  ASSERT_TRUE(a.ok() && b.ok());
  EXPECT_EQ(a->root.dump(), b->root.dump());
}

}  // namespace
}  // namespace lianban::workflow

// What may cross: arguments in, results and error texts out. Numbers are rows of the attack corpus.

#include <cmath>

#include "gmock/gmock.h"
#include "services/workflow/sandbox/sandbox_test_pool.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(Results, ArePlainData) {
  EXPECT_EQ(Rule("return nil"), nullptr);
  EXPECT_EQ(Rule("return false"), false);
  EXPECT_EQ(Rule("return math.maxinteger"), INT64_MAX);
  EXPECT_EQ(Rule("return math.mininteger"), INT64_MIN);
  EXPECT_EQ(Rule("return -33, 'second is dropped'"), -33);
  EXPECT_EQ(Rule("return 1 / 4"), 0.25);
  EXPECT_TRUE(Rule("return 4 / 2").is_number_float());
  EXPECT_TRUE(Rule("return 4 // 2").is_number_integer());
  EXPECT_EQ(Rule("return '绍兴'"), "绍兴");
  EXPECT_EQ(Rule("return {}"), json::array());
  EXPECT_EQ(Rule("return { 1, { 2 }, { a = { b = true } } }"), json::parse(R"([1,[2],{"a":{"b":true}}])"));
  EXPECT_EQ(Rule("return days(3)")["$kind"], "days");
  EXPECT_EQ(Rule("return applicant"), json::parse(R"({"$kind":"applicant"})"));
}

TEST(Results, RefuseWhatIsNoData) {
  for (const char* body : {"return 0 / 0", "return math.huge", "return -math.huge", "return function() end", "return string.len",
                           "return { f = function() end }", "return '\\0'", "return 'a\\0b'", "return '\\xff'", "return { ['\\xff'] = 1 }",
                           "return { [1.5] = 1 }", "return { [true] = 1 }", "return { [{}] = 1 }", "return { 1, nil, 3 }",
                           "return { 1, 2, a = 3 }", "return { [0] = 1 }", "return { [math.maxinteger] = 1 }", "return task 'x'",
                           "return role", "return { '\\u{D800}' }", "return pairs({})"}) {
    EXPECT_THAT(Rule(body).dump(-1, ' ', false, json::error_handler_t::replace), StartsWith("\"SCRIPT_VALUE 1:")) << body;
  }
  EXPECT_THAT(Rule("return { a = { { b = 1 / 0 } } }"), HasSubstr("a[1].b is not a finite number"));
}

TEST(Results, CyclesAndSharedTablesEnd_183) {
  EXPECT_THAT(Rule("local t = {} t.t = t return t"), HasSubstr("nests too deep"));
  EXPECT_THAT(Rule("local t = {} for i = 1, 16 do t = { t, t, t, t } end return t"), StartsWith("SCRIPT_VALUE"));
  EXPECT_THAT(Rule("local t = 1 for i = 1, 1000 do t = { t } end return t"), HasSubstr("nests too deep"));
}

TEST(Results, LimitsAreExact) {
  auto nested = [](int depth) { return "local t = 1 for i = 1, " + std::to_string(depth) + " do t = { t } end return t"; };
  EXPECT_TRUE(Rule(nested(16)).is_array());
  EXPECT_THAT(Rule(nested(17)), StartsWith("SCRIPT_VALUE"));
  auto nodes = [](int count) { return "local t = {} for i = 1, " + std::to_string(count) + " do t[i] = i end return t"; };
  EXPECT_EQ(Rule(nodes(9'999)).size(), 9'999u);  // and the list itself
  EXPECT_THAT(Rule(nodes(10'000)), HasSubstr("more than 10000 values"));
  auto text = [](int pieces, int bytes) {
    return "local t = {} for i = 1, " + std::to_string(pieces) + " do t[i] = ('x'):rep(" + std::to_string(bytes) + ") end return t";
  };
  EXPECT_TRUE(Rule(text(4, 260'000)).is_array());
  EXPECT_THAT(Rule(text(5, 260'000)), HasSubstr("larger than 1048576 bytes"));
  EXPECT_EQ(Rule("return #('x'):rep(524224)"), 524224);  // one block holds 512 KiB with the header of the text
  EXPECT_THAT(Rule("return #('x'):rep(524225)"), StartsWith("SCRIPT_MEMORY"));
}

TEST(Results, OfOneCaseHaveALimitTogether) {
  RuleBatch big{.bundle = Bundle("return { r = function() return { ('x'):rep(500000), ('y'):rep(500000) } end }")};
  for (int i = 0; i < 6; ++i) big.calls.push_back({1, json::array()});
  auto results = TestPool().Evaluate({&big, 1})[0];
  EXPECT_TRUE(results[0].ok && results[3].ok);
  EXPECT_FALSE(results[4].ok);
  EXPECT_EQ(results[5].error.code, "SCRIPT_VALUE");
}

TEST(Results, ManyLargeOnesTakeSeveralTrips) {
  std::vector<RuleBatch> batches(40, {.bundle = Bundle("return { r = function() return { ('x'):rep(500000), ('y'):rep(500000) } end }")});
  for (auto& batch : batches) batch.calls.push_back({1, json::array()});
  for (const auto& results : TestPool().Evaluate(batches)) EXPECT_TRUE(results[0].ok) << results[0].error.message;
}

TEST(Arguments, ArriveAsWritten) {
  json value = json::parse(R"({"n":null,"b":true,"i":-9007199254740993,"f":0.1,"s":"中文","a":[1,[],{}],"o":{"k":"v"}})");
  RuleResult result = Ask("return { r = function(v) return v end }", json::array({value}));
  ASSERT_TRUE(result.ok) << result.error.message;
  value.erase("n");
  value["a"][2] = json::array();  // an empty table is a list
  EXPECT_EQ(result.value, value);
  EXPECT_EQ(Ask("return { r = function(a, b, c) return b == nil and c == 3 end }", {1, nullptr, 3}).value, true);
}

TEST(Arguments, ThatCannotCrossFailTheirCallOnly) {
  json deep = 1;
  for (int i = 0; i < 40; ++i) deep = json::array({deep});
  RuleBatch batch{.bundle = Bundle("return { r = function(v) return 'ran' end }"), .params = {},
                  .calls = {{1, json::array({deep})}, {1, json::array({UINT64_MAX})}, {1, json::array({std::string(2 << 20, 'x')})},
                            {1, "no list"}, {1, json::array({1})}, {7, json::array()}, {-1, json::array()}}};
  auto results = TestPool().Evaluate({&batch, 1})[0];
  for (int i = 0; i < 4; ++i) EXPECT_EQ(results[i].error.code, "SCRIPT_ARGUMENTS") << i;
  EXPECT_EQ(results[4].value, "ran");
  EXPECT_THAT(results[5].error.message, HasSubstr("no function 7"));
  EXPECT_EQ(results[6].error.code, "SCRIPT_RUNTIME");
}

TEST(Errors, NameFileAndLine) {
  EXPECT_THAT(Rule("local x = {}\nreturn x.y.z"), StartsWith("SCRIPT_RUNTIME 3: 运行出错：attempt to index a nil value (field 'y')"));
  EXPECT_THAT(Rule("\n\nerror('stop')"), StartsWith("SCRIPT_RUNTIME 4: 运行出错：stop"));
  EXPECT_THAT(Rule("\nerror('no position', 0)"), StartsWith("SCRIPT_RUNTIME 3: 运行出错：no position"));
  EXPECT_THAT(Rule("local function f()\n error('at the caller', 2)\nend\nf()"), StartsWith("SCRIPT_RUNTIME 5: 运行出错：at the caller"));
  EXPECT_THAT(Rule("\n\nwhile true do\nend"), AllOf(StartsWith("SCRIPT_BUDGET 4:"), HasSubstr("1000000")));
  EXPECT_THAT(Rule("\nlocal t = {}\nfor i = 1, 1 << 40 do t[i] = i end"), StartsWith("SCRIPT_MEMORY 4:"));
  EXPECT_THAT(Rule("\nreturn ('x'):rep(3, 4, 5, 6) + {}"), StartsWith("SCRIPT_RUNTIME 3:"));
  EXPECT_THAT(Rule("assert(false)"), StartsWith("SCRIPT_RUNTIME 2: 运行出错：assertion failed!"));
  EXPECT_THAT(Rule("assert(nil, 'own words')"), StartsWith("SCRIPT_RUNTIME 2: 运行出错：own words"));
}

TEST(Errors, InAFileThatIsUsedNameThatFile) {
  RuleBatch batch{.bundle = Bundle("local lib = use 'lib/sums'\nreturn { r = function() return lib.add(1) end }",
                                   {{"lib/sums.lua", "return {\n add = function(a, b)\n return a + b\n end }"}}),
                  .params = {}, .calls = {{1, json::array()}}};
  RuleResult result = TestPool().Evaluate({&batch, 1})[0][0];
  EXPECT_EQ(result.error.file, "lib/sums.lua");
  EXPECT_EQ(result.error.line, 3);
}

TEST(Errors, KeepLongPathsApart) {
  std::string folder = std::string(80, 'a') + "/绍兴市越城区";
  ScriptBundle bundle;
  bundle.main = folder + "/process.lua";
  bundle.files[bundle.main] = "local x = use 'other'\nreturn { r = x }";
  bundle.files[folder + "/other.lua"] = "\n\nreturn function() error('here') end";
  RuleBatch batch{.bundle = std::make_shared<ScriptBundle>(bundle), .params = {}, .calls = {{1, json::array()}}};
  RuleResult result = TestPool().Evaluate({&batch, 1})[0][0];
  EXPECT_EQ(result.error.file, folder + "/other.lua");
  EXPECT_EQ(result.error.line, 3);
  EXPECT_EQ(result.error.message, "运行出错：here");
}

TEST(Errors, ThatAreNoTextNeverRun_191_192) {
  EXPECT_THAT(Rule("error({ message = 'x' })"), HasSubstr("table"));
  EXPECT_THAT(Rule("error(nil)"), HasSubstr("nil"));
  EXPECT_THAT(Rule("error(function() while true do end end)"), HasSubstr("function"));
  EXPECT_THAT(Rule("local t = {} t[1] = t error(t)"), HasSubstr("table"));
  EXPECT_EQ(Rule("local ok, e = pcall(error, { code = 7 }) return e.code"), 7);
}

TEST(Errors, AreShortCleanText) {
  RuleResult result = Ask("return { r = function() error(('长'):rep(5000), 0) end }");
  EXPECT_LE(result.error.message.size(), 300u);
  EXPECT_NO_THROW((void)json(result.error.message).dump());  // no character was cut in two
  EXPECT_THAT(Rule("error('\\xff\\0\\27[31m', 0)"), StartsWith("SCRIPT_RUNTIME 2: 运行出错：???[31m"));
}

TEST(Errors, ShowNoAddressesAndNoPaths) {
  for (const char* body : {"return #nil", "return {} .. {}", "return {} < {}", "local t = {} return t()", "return (task)[1].x",
                           "return tostring({}) + 1", "return string.format('%d', {})", "return ('x'):find({})", "return table.concat({ {} })",
                           "return table.sort({ {}, {} })", "return tonumber({}, 10)", "for i = 1, {} do end", "return string.rep()",
                           "return math.floor({})", "return utf8.char(-1)", "return select(-9)", "error(tostring(print))"}) {
    std::string text = Rule(body).dump();
    EXPECT_THAT(text, AllOf(Not(HasSubstr("0x")), Not(HasSubstr("/")), Not(HasSubstr("builtin")))) << body;
  }
}

}  // namespace
}  // namespace lianban::workflow

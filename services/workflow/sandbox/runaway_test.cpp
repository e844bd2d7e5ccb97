// Scripts that would run for ever, eat memory, or make one instruction cost seconds. Numbers are rows of the attack
// corpus. Each must end in an error of its own and leave the next call right.

#include <string>

#include "gmock/gmock.h"
#include "services/workflow/sandbox/sandbox_test_pool.h"

namespace lianban::workflow {
namespace {

using testing::AnyOf;
using testing::StartsWith;

std::string Said(const std::string& body) {
  nlohmann::json value = Rule(body);
  return value.is_string() ? value.get<std::string>() : value.dump();
}

class Runaway : public testing::Test {
 protected:
  void TearDown() override { EXPECT_EQ(Rule("return 1 + 1"), 2); }
};

#define EXPECT_BUDGET(body) EXPECT_THAT(Said(body), StartsWith("SCRIPT_BUDGET"))
#define EXPECT_MEMORY(body) EXPECT_THAT(Said(body), StartsWith("SCRIPT_MEMORY"))
#define EXPECT_SPENT(body) EXPECT_THAT(Said(body), AnyOf(StartsWith("SCRIPT_BUDGET"), StartsWith("SCRIPT_MEMORY")))

TEST_F(Runaway, EmptyLoops) {
  EXPECT_BUDGET("while true do end");
  EXPECT_BUDGET("repeat until false");
  EXPECT_BUDGET("for i = 1, math.maxinteger do end");
}

TEST_F(Runaway, PcallDoesNotCatchTheBudget_078) {
  EXPECT_BUDGET("while true do pcall(function() while true do end end) end");
  EXPECT_BUDGET("local ok = pcall(function() while true do end end) return 'survived'");
  EXPECT_MEMORY("local ok = pcall(string.rep, 'x', 1 << 30) return 'survived'");
  EXPECT_MEMORY("local ok = pcall(function() local t = {} for i = 1, 1 << 30 do t[i] = i end end) return 'survived'");
}

TEST_F(Runaway, HandlersCoroutinesClosersAndFinalizersDoNotExist_081_084_085_089_090_112) {
  for (const char* script : {"return { r = function() xpcall(1, 2) end }", "return { r = function() coroutine.wrap(1) end }",
                             "return { r = function() local x <close> = nil end }",
                             "return { r = function() setmetatable({}, { __gc = 1 }) end }",
                             "return { r = function() setmetatable({}, { __mode = 'k' }) end }"}) {
    EXPECT_FALSE(TestPool().Load(*Bundle(script)).ok()) << script;
  }
}

TEST_F(Runaway, RepetitionOfNothing_103) {
  EXPECT_EQ(Rule("return #string.rep('', math.maxinteger)"), 0);
  EXPECT_MEMORY("return #string.rep('ab', math.maxinteger)");
  EXPECT_MEMORY("return #string.rep('', math.maxinteger, ',')");
  EXPECT_MEMORY("return #string.rep('x', math.maxinteger // 2, 'yyy')");
}

TEST_F(Runaway, TableFunctionsWithHugeRanges_026_104_105_106) {
  EXPECT_THAT(Said("return table.unpack({}, 1, math.maxinteger)"), StartsWith("SCRIPT_RUNTIME"));
  EXPECT_THAT(Said("return table.unpack({}, math.mininteger, math.maxinteger)"), StartsWith("SCRIPT_RUNTIME"));
  EXPECT_EQ(Rule("return select('#', table.unpack({}, math.maxinteger - 1, math.maxinteger))"), 2);
  EXPECT_THAT(Said("return table.concat({}, '', 1, math.maxinteger)"), StartsWith("SCRIPT_RUNTIME"));
  EXPECT_EQ(Rule("return table.concat({ [math.maxinteger] = 'x' }, '', math.maxinteger, math.maxinteger)"), "x");
  EXPECT_THAT(Said("table.insert({}, math.maxinteger, 1)"), StartsWith("SCRIPT_RUNTIME"));
  EXPECT_THAT(Said("table.remove({}, math.mininteger)"), StartsWith("SCRIPT_RUNTIME"));
  EXPECT_THAT(Said("return ('x'):byte(1, -1) and ('x'):rep(1000):byte(1, -1)"), StartsWith("SCRIPT_RUNTIME"));
}

TEST_F(Runaway, PatternsThatBacktrack_095_to_102) {
  EXPECT_BUDGET("return ('a'):rep(200000):find(('a*'):rep(20) .. 'b')");
  EXPECT_BUDGET("return ('a'):rep(200000):match('.-.-.-.-b')");
  EXPECT_BUDGET("return ('a'):rep(400000):find('a*a*b')");
  EXPECT_BUDGET("return ('('):rep(400000):find('%b()')");
  EXPECT_BUDGET("return ('a'):rep(400000):gsub('a*b', '')");
  EXPECT_BUDGET("for _ in ('a'):rep(400000):gmatch('a-b') do end");
  EXPECT_BUDGET("return ('a'):rep(400000):find(('a'):rep(200000) .. 'b', 1, true)");
  EXPECT_THAT(Said("return ('x'):rep(99):find(('(x'):rep(50))"), StartsWith("SCRIPT_RUNTIME"));
  EXPECT_THAT(Said("return ('a'):rep(1000):find(('a?'):rep(1000) .. ('a'):rep(1000))"), AnyOf(StartsWith("SCRIPT_RUNTIME"), StartsWith("SCRIPT_BUDGET")));
  EXPECT_THAT(Said("return ('x'):find('[' .. ('a'):rep(300000))"), StartsWith("SCRIPT_"));
}

TEST_F(Runaway, GmatchAfterAnErrorKeepsItsLimits_206) {
  EXPECT_SPENT(R"(
    local s = ('a'):rep(100000)
    for i = 1, 1000 do pcall(function() for _ in s:gmatch(('(.-)'):rep(31) .. 'b') do end end) end)");
}

TEST_F(Runaway, ReplacementsThatGrow) {
  EXPECT_SPENT("local s = 'x' for i = 1, 40 do s = s:gsub('x', 'xx') end return #s");
  EXPECT_MEMORY("local s = 'x' for i = 1, 40 do s = s .. s end return #s");
  EXPECT_MEMORY("local s = ('x'):rep(100000) return #s:gsub('.', s)");
  EXPECT_MEMORY("return #string.format('%s%s', ('x'):rep(300000), ('x'):rep(300000))");
}

TEST_F(Runaway, OneTableResizeWithChosenKeys_114) {
  EXPECT_SPENT("local t = {} for i = 0, 65535 do t[i << 32 | 1] = true end for i = 0, 65535 do t[i << 33] = i end return 'end'");
}

TEST_F(Runaway, TablesThatEatMemory) {
  EXPECT_MEMORY("local t = {} for i = 1, 1 << 30 do t[i] = i end");
  EXPECT_SPENT("local t = {} while true do t = { t } end");
  EXPECT_SPENT("local t = {} while true do t[#t + 1] = { {}, {}, {}, {} } end");
  EXPECT_SPENT("local t = {} for i = 1, 1 << 30 do t['k' .. i] = ('v'):rep(1000) .. i end");
}

TEST_F(Runaway, RecursionEnds) {
  EXPECT_SPENT("local function f(n) return 1 + f(n + 1) end return f(1)");
  EXPECT_BUDGET("local function f() return f() end return f()");
  EXPECT_THAT(Said("local function f() return pcall(f) end return f()"), AnyOf(StartsWith("SCRIPT_"), "true", "false"));
  EXPECT_THAT(Said("local s = 'x' local function f() return (s:gsub('x', f)) end return f()"), StartsWith("SCRIPT_"));
  EXPECT_THAT(Said("local function f(a, b) table.sort({ 1, 2 }, f) return false end f()"), StartsWith("SCRIPT_"));
}

TEST_F(Runaway, BigTextsConcatenatedAndCompared_116_117) {
  EXPECT_SPENT("local a, b = ('x'):rep(500000), ('x'):rep(499999) while true do local c = b .. 'y' if c < a then end end");
  EXPECT_SPENT("local a, b = ('x'):rep(500000) .. 'a', ('x'):rep(500000) .. 'b' local n = 0 while a < b do n = n + 1 end");
  EXPECT_SPENT("local a, b = ('x'):rep(500000) .. 'a', ('x'):rep(500000) .. 'b' while a ~= b do end");
}

TEST_F(Runaway, SortingWithAComparisonThatLies) {
  EXPECT_EQ(Rule("local t = {} for i = 1, 100 do t[i] = i end table.sort(t, function() return true end) return #t"), 100);
  EXPECT_BUDGET("local t = {} for i = 1, 10000 do t[i] = i end while true do table.sort(t, function(a, b) return a > b end) end");
  EXPECT_EQ(Rule("local t = { 3, 1, 2 } table.sort(t, function(a, b) t[1] = nil t[9] = 1 return a < b end) return t[2]"), 2);
}

TEST(RunawaySource, LongChainsAndDeepNesting_052_063) {
  auto load = [](const std::string& source) {
    std::vector<ScriptDiagnostic> found;
    auto loaded = TestPool().Load(*Bundle(source), &found);
    return loaded.ok() ? "ok" : found.front().code;
  };
  std::string chain = "local a = 1 return { x = a";
  while (chain.size() < 60'000) chain += " or a";
  EXPECT_THAT(load(chain + " }"), AnyOf("ok", "SCRIPT_BUDGET"));
  EXPECT_EQ(load("return " + std::string(5000, '(') + "1" + std::string(5000, ')')), "SCRIPT_SYNTAX");
  EXPECT_EQ(load("return " + std::string(5000, '{') + std::string(5000, '}')), "SCRIPT_SYNTAX");
  std::string fields = "local a = {} return { x = a";
  while (fields.size() < 60'000) fields += ".b";
  EXPECT_EQ(load(fields + " }"), "SCRIPT_RUNTIME");
  std::string long_name = "return { x = " + std::string(60'000, 'a') + ".b }";
  EXPECT_EQ(load(long_name), "SCRIPT_GLOBAL");
  std::string functions = "return { x = ";
  for (int i = 0; i < 190; ++i) functions += "function() return ";
  EXPECT_NE(load(functions + "1" + [] { std::string s; for (int i = 0; i < 190; ++i) s += " end"; return s; }() + " }"), "SCRIPT_CRASHED");
  EXPECT_EQ(load("while true do end"), "SCRIPT_BUDGET");
  EXPECT_EQ(load("local t = {} for i = 1, 1 << 40 do t[i] = i end return t"), "SCRIPT_MEMORY");
}

}  // namespace
}  // namespace lianban::workflow

// What a script may say, and what the check before publishing finds.

#include "gmock/gmock.h"
#include "services/lib/errors/error.h"
#include "services/workflow/sandbox/sandbox_test_pool.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

// "line:column code message" of the first finding, or "ok".
std::string First(const std::string& script, std::map<std::string, std::string> others = {}) {
  std::vector<ScriptDiagnostic> found;
  (void)TestPool().Load(*Bundle(script, std::move(others)), &found);
  if (found.empty()) return "ok";
  const ScriptDiagnostic& d = found.front();
  return std::to_string(d.line) + ":" + std::to_string(d.column) + " " + (d.warning ? "warning " : "") + d.code + " " + d.message;
}

TEST(Load, RefusesSyntaxErrorsWithLineAndColumn) {
  EXPECT_THAT(First("return {\n  a = = 1,\n}"), StartsWith("2:7 SCRIPT_SYNTAX"));
  EXPECT_THAT(First("return {\n  a = “x”,\n}"), HasSubstr("须用半角"));
  EXPECT_THAT(First("return {\n  f {}\n  g {}\n}"), HasSubstr("是否少了逗号"));
  EXPECT_THAT(First("local x = 'open\nreturn x"), StartsWith("1:"));
  EXPECT_THAT(First("return { a = 1"), HasSubstr("'}' expected"));
}

TEST(Load, CallsOfAScriptThatDoesNotLoadGetItsFirstError) {
  RuleResult result = Ask("return {\n r = function() return nothing end }");
  EXPECT_FALSE(result.ok);
  EXPECT_EQ(result.error.code, "SCRIPT_GLOBAL");
  EXPECT_EQ(result.error.line, 2);
}

TEST(Load, TellsEveryErrorAsTextToo) {
  auto loaded = TestPool().Load(*Bundle("local a = foo\nlocal b = bar\nreturn {}"));
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(ReasonOf(loaded.status()), "SCRIPT_INVALID");
  EXPECT_THAT(std::string(loaded.status().message()), testing::AllOf(HasSubstr("process.lua:1:11: SCRIPT_GLOBAL"), HasSubstr("process.lua:2:11: SCRIPT_GLOBAL")));
}

TEST(Load, RefusesTextThatDeceives_041_042) {
  EXPECT_THAT(First("return { a = '\u202E' }"), StartsWith("1:15 SCRIPT_SOURCE"));
  EXPECT_THAT(First("return {\n b = '\u200B' }"), StartsWith("2:7 SCRIPT_SOURCE"));
  EXPECT_THAT(First("\uFEFFreturn {}"), StartsWith("1:1 SCRIPT_SOURCE"));
  EXPECT_THAT(First("return { a = '\U000E0041' }"), HasSubstr("U+E0041"));
  EXPECT_THAT(First("return { a = '\x01' }"), HasSubstr("SCRIPT_SOURCE"));
  EXPECT_THAT(First("return { a = '\xC0\xAF' }"), HasSubstr("not valid UTF-8"));
  EXPECT_EQ(First("return { a = '\\u{202E}' } -- 中文注释，没有问题\r\n"), "ok");
}

TEST(Load, LimitsTheSizeOfAFile) {
  std::string filler(64 * 1024 - 9, ' ');
  EXPECT_EQ(First("return {}" + filler), "ok");
  EXPECT_THAT(First("return {} " + filler), HasSubstr("64 KiB"));
}

TEST(Load, RefusesWhatTheLanguageLeavesOut) {
  EXPECT_THAT(First("::top:: return {}"), HasSubstr("SCRIPT_FORBIDDEN"));
  EXPECT_THAT(First("return { r = function() goto done; ::done:: end }"), StartsWith("1:25 SCRIPT_FORBIDDEN"));
  EXPECT_THAT(First("local x <close> = nil return {}"), StartsWith("1:10 SCRIPT_FORBIDDEN"));
  EXPECT_EQ(First("local x <const> = 1 return { x }"), "ok");
  EXPECT_THAT(First("return { r = function()\n total = 1 end }"), StartsWith("2:2 SCRIPT_FORBIDDEN"));
  EXPECT_THAT(First("return { r = function() workflow = 1 end }"), HasSubstr("is a word of the language"));
  EXPECT_THAT(First("local key = 'x' return { p = param(key) }"), HasSubstr("param is followed by a name in plain quotes"));
}

TEST(Load, SuggestsTheWordThatWasMeant) {
  EXPECT_THAT(First("return workflw 'x' {}"), HasSubstr("did you mean workflow?"));
  EXPECT_THAT(First("local x = pritn return {}"), HasSubstr("nothing is called pritn"));
}

TEST(Load, KnowsGlobalsOfTheFileAndScopes) {
  EXPECT_THAT(First("function exempt(f) return f.poor end return { r = function(f) return exempt(f) end }"), HasSubstr("1:10 warning SCRIPT_LINT_GLOBAL"));
  EXPECT_EQ(First("local function f() return f end for i, v in ipairs({}) do local w = v + i end repeat local z = 1 until z return { f }"), "ok");
  EXPECT_THAT(First("do local inner = 1 end return { inner }"), HasSubstr("SCRIPT_GLOBAL"));
  EXPECT_THAT(First("for i = 1, 2 do end return { i }"), HasSubstr("SCRIPT_GLOBAL"));
  EXPECT_EQ(First("local t = {} function t.f(self) return self end function t:g() return self.f end return { t.f, t.g }"), "ok");
  EXPECT_EQ(First("local a, b = 1, [[\nlong ]] -- [[ not long\n--[==[ long ]] ]==] return { a, b }"), "ok");
}

TEST(Load, RefusesWhatLua544CompilesWrongly_202_203) {
  EXPECT_THAT(First("local t = {} return { r = function(a, b) return t[a < b] end }"), HasSubstr("SCRIPT_MISCOMPILED"));
  EXPECT_EQ(First("local t = {} return { r = function(a, b) local less = a < b return t[less] or t[(function() return a < b end)()] end }"), "ok");
  std::string many = "return { r = function(x) local t = {";
  for (int i = 0; i < 260; ++i) many += "'k" + std::to_string(i) + "', ";
  EXPECT_THAT(First(many + "} return x & 255 end }"), HasSubstr("SCRIPT_MISCOMPILED"));
  EXPECT_EQ(First(many + "} return x end }"), "ok");
}

TEST(Load, WarnsOfFractionsInMoney) {
  EXPECT_THAT(First("return { r = function(f) return f.income * 0.3 end }"), HasSubstr("warning SCRIPT_LINT_MONEY"));
  EXPECT_THAT(First("return { r = function(f) return math.floor(0.5 + f.amount) end }"), HasSubstr("warning SCRIPT_LINT_MONEY"));
  EXPECT_EQ(First("return { r = function(f) return f.income * 3 // 10 end, share = 0.3 }"), "ok");
  EXPECT_THAT(First("return { r = function(f) return '3' * f.n end }"), HasSubstr("warning SCRIPT_LINT_TEXT_ARITHMETIC"));
  EXPECT_THAT(First("return { r = function() local t = { 1, nil, 3 } return #t end }"), HasSubstr("1:40 warning SCRIPT_LINT_HOLE"));
}

TEST(Load, GivesWarningsWithTheScript) {
  auto loaded = TestPool().Load(*Bundle("helper = 1 return {}"));
  ASSERT_TRUE(loaded.ok());
  ASSERT_EQ(loaded->warnings.size(), 1u);
  EXPECT_TRUE(loaded->warnings[0].warning);
}

TEST(Load, WordsSayWhatTheyMiss) {
  EXPECT_THAT(First("return { task 'x' }"), HasSubstr("has a name but no block"));
  EXPECT_THAT(First("return { by = role }"), HasSubstr("needs a name"));
  EXPECT_THAT(First("return { within = days }"), HasSubstr("needs a number"));
  EXPECT_THAT(First("return { within = days('7') }"), HasSubstr("days needs a whole number or a param"));
  EXPECT_THAT(First("\nreturn { by = role '' }"), StartsWith("2:1 SCRIPT_RUNTIME"));
  EXPECT_THAT(First("return { person { } }"), HasSubstr("written alone"));
}

TEST(Load, ErrorsInDataNameTheirBlock) {
  EXPECT_THAT(First("return workflow 'x' {\n steps = {\n task 'a' {\n by = string.len } } }"),
              StartsWith("3:1 SCRIPT_VALUE 返回的数据不合要求：value steps[1].by is a library function"));
}

TEST(Load, SelectIsBothAStepAndLuas) {
  auto loaded = TestPool().Load(*Bundle("local n = select('#', 1, 2, 3) local second = select(2, 'a', 'b') return { select 'ways' { to = { n, second } } }"));
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->root[0]["$kind"], "select");
  EXPECT_EQ(loaded->root[0]["to"], json::parse(R"([3,"b"])"));
}

TEST(Load, NamedWordsTakeFields) {
  auto loaded = TestPool().Load(*Bundle("return { role('leader', { at = 'district' }), workdays(param 'x', { roll = false }) }"));
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->root[0]["at"], "district");
  EXPECT_EQ(loaded->root[1]["roll"], false);
  EXPECT_EQ(loaded->root[1]["count"]["$param"], "x");
}

TEST(Use, GivesWhatTheFileReturnsOnce) {
  auto loaded = TestPool().Load(*Bundle("local a, b = use 'lib/x', use 'lib/x' return { same = a == b, v = a.v, deep = use 'lib/y' }",
                                        {{"lib/x.lua", "return { v = param 'in.lib', f = function() end }"}, {"lib/y.lua", "return use 'x'"}}));
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->root["same"], true);
  EXPECT_EQ(loaded->root["v"]["$param"], "in.lib");
  EXPECT_THAT(loaded->param_keys, testing::ElementsAre("in.lib"));
  EXPECT_EQ(loaded->root["deep"]["f"]["$file"], "lib/x.lua");
}

TEST(Use, RefusesCirclesStrangersAndRules) {
  EXPECT_THAT(First("return use 'a'", {{"a.lua", "return use 'b'"}, {"b.lua", "return use 'a'"}}), HasSubstr("uses itself"));
  EXPECT_THAT(First("return use '../secret'"), HasSubstr("there is no file"));
  EXPECT_THAT(First("return use '/etc/passwd'"), HasSubstr("there is no file"));
  EXPECT_THAT(Ask("return { r = function() return use 'x' end }").error.message, HasSubstr("top of a script"));
  EXPECT_THAT(First("return use 'a'", {{"a.lua", "return 1 +"}}), HasSubstr("SCRIPT_SYNTAX"));
}

TEST(Use, KeepsGlobalsOfFilesApart) {
  EXPECT_THAT(First("local a = use 'a' return { secret }", {{"a.lua", "secret = 1 return {}"}}), testing::Not("ok"));
}

TEST(Bundle, RefusesPathsThatAreNotLogical) {
  for (const char* path : {"/etc/passwd.lua", "../x.lua", "a/../../x.lua", "a:b.lua", "a\nb.lua", ""}) {
    EXPECT_THAT(First("return {}", {{path, "return {}"}}), HasSubstr("SCRIPT_SOURCE")) << path;
  }
}

TEST(Bundle, HashCoversNamesAndContents) {
  ScriptBundle a{.main = "m", .files = {{"m", "x"}, {"n", "y"}}};
  ScriptBundle b{.main = "m", .files = {{"m", "xn"}, {"", "y"}}};
  EXPECT_EQ(a.Hash().size(), 64u);
  EXPECT_NE(a.Hash(), b.Hash());
  EXPECT_EQ(a.Hash(), ScriptBundle(a).Hash());
}

TEST(Bundle, TablesDoNotCross) {
  EXPECT_EQ(First("return {}", {{"big.csv", std::string(3 << 20, 'x')}, {"bad.csv", "\xFF"}}), "ok");
}

}  // namespace
}  // namespace lianban::workflow

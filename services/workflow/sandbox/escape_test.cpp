// What does not exist cannot be used: everything outside the allow-list is refused when the script is checked, and
// nothing that exists leads out.

#include "gmock/gmock.h"
#include "services/workflow/sandbox/sandbox_test_pool.h"
#include "services/workflow/sandbox/vocabulary.h"

namespace lianban::workflow {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string CodeOf(const std::string& script) {
  std::vector<ScriptDiagnostic> found;
  auto loaded = TestPool().Load(*Bundle(script), &found);
  return loaded.ok() ? "ok" : found.front().code;
}

class Missing : public testing::TestWithParam<const char*> {};
TEST_P(Missing, IsUnknownToScripts) { EXPECT_EQ(CodeOf(std::string("local x = ") + GetParam() + " return {}"), "SCRIPT_GLOBAL"); }
INSTANTIATE_TEST_SUITE_P(Globals, Missing,
                         testing::Values("os", "io", "debug", "package", "require", "load", "loadstring", "loadfile", "dofile",
                                         "print", "collectgarbage", "coroutine", "xpcall", "setmetatable", "getmetatable",
                                         "rawget", "rawset", "rawequal", "rawlen", "next", "_G", "warn", "_VERSION", "arg",
                                         "getfenv", "setfenv", "newproxy", "unpack", "jit", "ffi", "bit32"));

TEST(Sandbox, LibrariesHoldOnlyWhatIsListed) {
  auto names = [](const char* library, const std::vector<std::string>& candidates) {
    std::string body = "local found = {} ";
    for (const auto& name : candidates) {
      body += std::string("if ") + library + "." + name + " ~= nil then table.insert(found, '" + name + "') end ";
    }
    return Rule(body + "return table.concat(found, ' ')");
  };
  EXPECT_EQ(names("string", {"byte", "char", "dump", "find", "format", "gmatch", "gsub", "len", "lower", "match", "pack",
                             "packsize", "rep", "reverse", "sub", "unpack", "upper"}),
            "byte char find format gmatch gsub len lower match rep reverse sub upper");
  EXPECT_EQ(names("table", {"concat", "insert", "move", "pack", "remove", "sort", "unpack"}), "concat insert remove sort unpack");
  EXPECT_EQ(names("math", {"abs", "acos", "ceil", "exp", "floor", "fmod", "huge", "log", "max", "maxinteger", "min", "mininteger",
                           "modf", "pi", "random", "randomseed", "sin", "sqrt", "tointeger", "type", "ult"}),
            "abs ceil floor fmod huge max maxinteger min mininteger modf pi sqrt tointeger type ult");
  EXPECT_EQ(names("utf8", {"char", "charpattern", "codepoint", "codes", "len", "offset"}),
            "char charpattern codepoint codes len offset");
}

TEST(Sandbox, EveryWordOfTheVocabularyExists) {
  for (const Word& word : Vocabulary()) {
    std::string name(word.name);
    if (word.form == WordForm::kParam || word.form == WordForm::kUse) continue;  // take their key as written
    EXPECT_EQ(Rule("return type(" + name + ")"), "function") << name;
  }
}

TEST(Sandbox, LibraryTablesAreReadOnly) {
  EXPECT_THAT(Rule("string.len = nil"), HasSubstr("read-only"));
  EXPECT_THAT(Rule("math.floor = math.ceil"), HasSubstr("read-only"));
  EXPECT_THAT(Rule("table['insert'] = 1"), HasSubstr("read-only"));
  EXPECT_EQ(Rule("pcall(function() utf8.len = 1 end) return utf8.len('中')"), 1);
}

TEST(Sandbox, MethodsOfTextAreTheCuratedOnes) {
  EXPECT_EQ(Rule("return ('ab'):rep(2) .. ('x'):upper()"), "ababX");
  EXPECT_EQ(Rule("return ('x').dump == nil and ('x').pack == nil"), true);
  EXPECT_THAT(Rule("return ('10') + 1"), HasSubstr("arithmetic"));  // text does not become a number by itself
}

TEST(Sandbox, TextNeverBecomesCode) {
  EXPECT_EQ(CodeOf("\x1BLua"), "SCRIPT_SOURCE");
  EXPECT_EQ(CodeOf("#!/usr/bin/lua\nreturn {}"), "SCRIPT_SOURCE");
  EXPECT_EQ(Rule("return string.format('%q', 'a\\nb')"), "\"a\\\nb\"");
}

TEST(Sandbox, TheEnvironmentCannotBeReplaced) {
  EXPECT_EQ(CodeOf("local _ENV = {} return {}"), "SCRIPT_FORBIDDEN");
  EXPECT_EQ(CodeOf("_ENV = nil return {}"), "SCRIPT_FORBIDDEN");
  EXPECT_EQ(CodeOf("local function f(_ENV) return 1 end return {}"), "SCRIPT_FORBIDDEN");
  EXPECT_EQ(CodeOf("return { r = function() _ENV.task = 1 end }"), "SCRIPT_FORBIDDEN");
  EXPECT_EQ(CodeOf("task = 1 return {}"), "SCRIPT_FORBIDDEN");
  EXPECT_EQ(CodeOf("function string() end return {}"), "SCRIPT_FORBIDDEN");
}

TEST(Sandbox, ReservedMarksCannotBeForged) {
  EXPECT_THAT(Rule("return { ['$function'] = 1 }"), StartsWith("SCRIPT_VALUE"));
  EXPECT_EQ(CodeOf("return task 'x' { ['$kind'] = 'finish' }"), "SCRIPT_RUNTIME");
}

}  // namespace
}  // namespace lianban::workflow

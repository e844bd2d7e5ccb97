#include "services/workflow/sandbox/worker/function_reads.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lianban::workflow::sandbox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;

auto Second(std::string_view source, int line = 1) { return FunctionReads(source).Of(line, 1); }

TEST(FunctionReads, AreTheFieldsThatFollowEveryMention) {
  EXPECT_THAT(Second("return function(f, c) return c.outcomes.look == 'yes' and #c.answers > 0 or c.outcomes.x end"),
              Optional(ElementsAre("answers", "outcomes")));
  EXPECT_THAT(Second("return function(f, c) return f end"), Optional(IsEmpty()));
  EXPECT_THAT(FunctionReads("return function(f, c) return f . income end").Of(1, 0), Optional(ElementsAre("income")));
}

TEST(FunctionReads, AreUnknownWhenTheParameterIsUsedAsAWhole) {
  for (const char* body : {"return g(c)", "local d = c return d.x", "for k in pairs(c) do end", "return c['x']", "return c[k]", "return #c",
                           "c = {} return c.x", "return c:x()", "return { c }", "return { c = 1 }", "return function(c) return c.x end",
                           "local c = 1 return c", "return c == nil", "return f.x, c"}) {
    SCOPED_TRACE(body);
    EXPECT_EQ(Second(std::string("return function(f, c) ") + body + " end"), std::nullopt);
  }
}

TEST(FunctionReads, OfAnotherThingOfThatNameAreNone) {
  EXPECT_THAT(Second("return function(f, c) return f.c.x, 'c', \"c[1]\", [[ c ]], [==[ c ]] ]==] -- c\n --[==[ c ]==]\n end"),
              Optional(IsEmpty()));
}

TEST(FunctionReads, EndWithTheFunction) {
  const std::string_view source =
      "local function a(f, c)\n"
      "  if c.one then while c.two do repeat local x = 1 until c.three end end\n"
      "  for i = 1, 2 do f(function() return c.four end) end\n"
      "end\n"
      "return { b = function(f, c) return c.five end, d = g(c) }\n";
  EXPECT_THAT(Second(source, 1), Optional(ElementsAre("four", "one", "three", "two")));
  EXPECT_THAT(Second(source, 5), Optional(ElementsAre("five")));
}

TEST(FunctionReads, AreFoundByTheLineOfTheWordAndOfTheBracket) {
  for (const int line : {2, 3}) {
    EXPECT_THAT(Second("return {\n  x = function\n  (f, c) return c.x end }", line), Optional(ElementsAre("x"))) << line;
  }
}

TEST(FunctionReads, AreUnknownWhenItIsNotClearWhichFunctionIsMeant) {
  EXPECT_EQ(Second("return { function(f, c) return c.x end, function(f, c) return c.y end }"), std::nullopt);
  EXPECT_EQ(Second("function a:b(f, c) return c.x end"), std::nullopt);
  EXPECT_EQ(Second("return function(f, f) return f.x end"), std::nullopt);
  EXPECT_EQ(Second("return function(f) return f.x end"), std::nullopt);
  EXPECT_EQ(Second("return function(f, ...) return f.x end"), std::nullopt);
  EXPECT_EQ(Second("return 1", 1), std::nullopt);
  EXPECT_EQ(Second("", 7), std::nullopt);
}

}  // namespace
}  // namespace lianban::workflow::sandbox

// "$form" and "$case" of a loaded function: what it cannot read makes no difference to it.

#include <random>

#include "gtest/gtest.h"
#include "services/workflow/sandbox/sandbox_test_pool.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

class RandomRule {
 public:
  explicit RandomRule(unsigned seed) : random_(seed) {}

  std::string Script() {
    return "local function helper(t) return t and t.b end\nreturn { r = function(f, c)\n" + Statements(3) + "return " + Value(3) + " end }";
  }

 private:
  size_t Pick(size_t of) { return random_() % of; }
  std::string Field() { return std::string(1, static_cast<char>('a' + Pick(6))); }

  std::string Statements(int depth) {
    std::string text;
    for (size_t n = Pick(3); depth > 0 && n > 0; --n) {
      switch (Pick(5)) {
        case 0: text += "local n" + Field() + " = " + Value(depth - 1) + "\n"; break;
        case 1: text += "if " + Value(depth - 1) + " then " + Statements(depth - 1) + "end\n"; break;
        case 2: text += "for i = 1, 2 do " + Statements(depth - 1) + "end -- c.x\n"; break;
        case 3: text += "repeat " + Statements(depth - 1) + "until true\n"; break;
        default: text += "do local x = { c1 = 1, y = " + Value(depth - 1) + " } end\n"; break;
      }
    }
    return text;
  }

  std::string Value(int depth) {
    const size_t kinds = depth > 0 ? 12 : 5;
    switch (Pick(kinds)) {
      case 0: case 1: return "c." + Field();
      case 2: return "f." + Field();
      case 3: return "'c.x'";
      case 4: return std::to_string(Pick(10));
      case 5: return "(" + Value(depth - 1) + " == " + Value(depth - 1) + ")";
      case 6: return "(" + Value(depth - 1) + " and " + Value(depth - 1) + ")";
      case 7: return "tostring(" + Value(depth - 1) + ")";
      case 8: return "(function(x) return x == c." + Field() + " end)(" + Value(depth - 1) + ")";
      case 9: return Pick(4) == 0 ? "helper(c)" : "helper({ b = c." + Field() + " })";
      case 10: return Pick(4) == 0 ? "c['" + Field() + "']" : "({ c = " + Value(depth - 1) + " }).c";
      default: return "({ " + Value(depth - 1) + ", c." + Field() + " })[1]";
    }
  }

  std::mt19937 random_;
};

// Only the fields of `reads`, and where there are none, what stands in none of them.
json Reduced(const json& whole, const json& function, const char* reads) {
  if (!function.contains(reads)) return whole;
  json reduced = {{"z", "seen by nobody"}};
  for (const json& field : function[reads]) {
    if (whole.contains(field)) reduced[field.get<std::string>()] = whole[field.get<std::string>()];
  }
  return reduced;
}

TEST(RuleReads, WhatARuleCannotReadMakesNoDifferenceToIt) {
  const json form = {{"a", 1}, {"b", "two"}, {"c", {{"b", 3}}}, {"d", true}};
  const json instance = {{"a", "x"}, {"b", 2}, {"c", {{"b", 5}}}, {"e", {1, 2, 3}}};
  int known = 0;
  for (unsigned seed = 0; seed < 400; ++seed) {
    const std::string script = RandomRule(seed).Script();
    SCOPED_TRACE(script);
    const auto bundle = Bundle(script);
    const auto loaded = TestPool().Load(*bundle);
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    const json& function = loaded->root["r"];
    known += function.contains("$case");
    const auto answer = [&](const json& of_form, const json& of_case) {
      RuleBatch batch{.bundle = bundle, .params = {}, .calls = {{1, nullptr, {SharedObject(of_form), SharedObject(of_case)}}}};
      RuleResult result = TestPool().Evaluate({&batch, 1})[0][0];
      return result.ok ? result.value : json(result.error.code + ": " + result.error.message);
    };
    EXPECT_EQ(answer(form, instance), answer(Reduced(form, function, "$form"), Reduced(instance, function, "$case")));
  }
  EXPECT_GT(known, 150) << "or nothing was tried";
}

}  // namespace
}  // namespace lianban::workflow

// A rule is asked once for what it sees; what is the same was answered before, whoever made it.

#include "services/workflow/engine/rule_memo.h"

#include "gtest/gtest.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

RuleResult Gives(const json& value) { return {.ok = true, .value = value, .error = {}, .fuel_used = 0}; }

// The value of the answer, or "unknown".
json AnswerIn(const RuleMemo& memo, const RuleCall& call, bool filed = false, size_t hint = 0) {
  RuleQuestion question{call.function, filed};
  for (const SharedValue& value : call.shared) question.shared[question.shared_count++] = StampOf(value);
  if (!call.arguments.empty()) question.item = &call.arguments[0];
  const RuleResult* result = memo.Find(question, hint);
  return result == nullptr ? json("unknown") : result->value;
}

TEST(RuleMemo, KnowsAFormThatWasMadeAnew) {
  RuleMemo memo;
  memo.Add({1, nullptr, {json{{"income", 300}}}}, false, Gives(true));
  const SharedJson again = json{{"income", 300}};
  EXPECT_EQ(AnswerIn(memo, {1, nullptr, {again}}), "unknown") << "compared by stamp only";
  EXPECT_EQ(AnswerIn(memo, {1, nullptr, {memo.Known(again, 0)}}), true);
}

TEST(RuleMemo, TakesEqualFormsOfOneRoundForOne) {
  RuleMemo memo;
  memo.Add({1, nullptr, {json{{"income", 300}}}}, false, Gives(1));
  memo.Add({2, nullptr, {json{{"income", 300}}}}, false, Gives(2));
  const SharedJson known = memo.Known(json{{"income", 300}}, 0);
  EXPECT_EQ(AnswerIn(memo, {1, nullptr, {known}}), 1);
  EXPECT_EQ(AnswerIn(memo, {2, nullptr, {known}}), 2);
}

TEST(RuleMemo, NeverTakesAFormForACaseThatSaysTheSame) {
  RuleMemo memo;
  const SharedJson form = json{{"unit", "u1"}}, instance = json{{"unit", "u1"}};
  memo.Add({1, nullptr, {form, instance}}, false, Gives(true));
  EXPECT_EQ(AnswerIn(memo, {1, nullptr, {form, instance}}), true) << "whoever asked with these finds the answer";
  EXPECT_EQ(AnswerIn(memo, {1, nullptr, {memo.Known(json{{"unit", "u1"}}, 0), memo.Known(json{{"unit", "u1"}}, 1)}}), true);
}

TEST(RuleMemo, DoesNotMixUpRulesLawsItemsAndNumbers) {
  RuleMemo memo;
  const SharedJson form = json::object();
  memo.Add({1, json::array({1}), {form}}, false, Gives("whole"));
  memo.Add({1, json::array({1.0}), {form}}, false, Gives("float"));
  memo.Add({1, json::array({1}), {form}}, true, Gives("filed"));
  EXPECT_EQ(AnswerIn(memo, {1, json::array({1}), {form}}), "whole");
  EXPECT_EQ(AnswerIn(memo, {1, json::array({1.0}), {form}}), "float");
  EXPECT_EQ(AnswerIn(memo, {1, json::array({1}), {form}}, true), "filed");
  EXPECT_EQ(AnswerIn(memo, {1, json::array({2}), {form}}), "unknown");
  EXPECT_EQ(AnswerIn(memo, {2, json::array({1}), {form}}), "unknown");
  EXPECT_EQ(AnswerIn(memo, {1, json::array({1}), {}}), "unknown");
}

TEST(RuleMemo, FindsAnswersInAnyOrder) {
  RuleMemo memo;
  for (int i = 0; i < 5; ++i) memo.Add({i, nullptr, {}}, false, Gives(i));
  for (size_t hint : {0u, 3u, 5u, 99u}) {
    for (int i = 4; i >= 0; --i) EXPECT_EQ(AnswerIn(memo, {i, nullptr, {}}, false, hint), i);
  }
}

}  // namespace
}  // namespace lianban::workflow

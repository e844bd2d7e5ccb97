// What a rule said of one case holds for another that shows it the same, and for no other.

#include "services/workflow/engine/rule_answers.h"

#include "gtest/gtest.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

using Path = std::vector<std::string>;

// One function, and cases that are shown to it.
class Rule {
 public:
  struct Shown {
    json form = json::object(), instance = json::object(), params = json::object(), item;
  };

  void Says(const json& value, const Shown& shown, std::vector<RuleRead> reads, bool reads_all = true) {
    RuleResult result{.ok = true, .value = value, .error = {}, .reads = std::move(reads), .reads_all = reads_all};
    With(shown, [&](const ShownToRule& to_rule) { answers_.Add(bundle_, 1, to_rule, result); });
  }
  void Fails(const Shown& shown, std::vector<RuleRead> reads) {
    RuleResult result{.ok = false, .value = {}, .error = {}, .reads = std::move(reads), .reads_all = true};
    With(shown, [&](const ShownToRule& to_rule) { answers_.Add(bundle_, 1, to_rule, result); });
  }
  // nullptr: has to be asked.
  const json* To(const Shown& shown) {
    const json* found = nullptr;
    With(shown, [&](const ShownToRule& to_rule) { found = answers_.Find(*bundle_, 1, to_rule); });
    return found;
  }
  bool Learns() { return answers_.Learns(*bundle_, 1); }
  void MakeRoom() { answers_.MakeRoom(); }

 private:
  template <class Use>
  void With(const Shown& shown, Use use) {
    const SharedObject form(shown.form), instance(shown.instance);
    const auto member = [&](int argument, const std::string& name) { return (argument == 0 ? form : instance).Member(name); };
    const auto param = [&](const std::string& key) { return shown.params.contains(key) ? &shown.params[key] : nullptr; };
    use({member, param, shown.item.is_null() ? nullptr : &shown.item});
  }

  std::shared_ptr<const ScriptBundle> bundle_ = std::make_shared<ScriptBundle>();
  RuleAnswers answers_;
};

const RuleRead kAge{0, {"age"}}, kLook{1, {"outcomes", "look"}}, kLimit{RuleRead::kParam, {"limit"}};

TEST(RuleAnswers, HoldForWhoeverLooksTheSameToTheRule) {
  Rule rule;
  rule.Says("old", {.form = {{"age", 70}, {"name", "张三"}}}, {kAge});
  EXPECT_EQ(*rule.To({.form = {{"age", 70}, {"name", "李四"}}}), "old");
  EXPECT_EQ(rule.To({.form = {{"age", 69}, {"name", "张三"}}}), nullptr);
  EXPECT_EQ(rule.To({.form = {{"age", "70"}}}), nullptr);
  EXPECT_EQ(rule.To({.form = {{"name", "张三"}}}), nullptr);
}

TEST(RuleAnswers, WhatIsNotThereIsSomethingElseThanNothing) {
  Rule rule;
  rule.Says("none", {}, {kAge});
  EXPECT_EQ(*rule.To({.form = {{"name", "x"}}}), "none");
  EXPECT_EQ(rule.To({.form = {{"age", nullptr}}}), nullptr);
}

TEST(RuleAnswers, LookInsideMapsOnlyWhereThereAreMaps) {
  Rule rule;
  rule.Says("first", {.instance = {{"outcomes", {{"see", "no"}}}}}, {kLook});
  EXPECT_EQ(*rule.To({.instance = {{"outcomes", {{"wait", "yes"}}}}}), "first") << "it was not looked at yet here either";
  EXPECT_EQ(rule.To({.instance = {{"outcomes", {{"look", "yes"}}}}}), nullptr);
  for (const json& other : {json::object(), json::array({1}), json("text"), json(nullptr)}) {
    EXPECT_EQ(rule.To({.instance = {{"outcomes", other}}}), nullptr) << "the rule may fail: " << other;
  }
  EXPECT_EQ(rule.To({}), nullptr);
}

TEST(RuleAnswers, DependOnParametersAndOnAllOfAnItem) {
  Rule rule;
  const Rule::Shown first{.params = {{"limit", 7}, {"other", 1}}, .item = {{"unit", "a"}, {"n", 1}}};
  rule.Says(true, first, {kLimit, {2, {"unit"}}});
  Rule::Shown again = first;
  again.params["other"] = 2;
  EXPECT_NE(rule.To(again), nullptr);
  again.params["limit"] = 8;
  EXPECT_EQ(rule.To(again), nullptr);
  again = first;
  again.item["n"] = 2;
  EXPECT_EQ(rule.To(again), nullptr) << "of items only the maps are seen to be read";
  again.item = nullptr;
  EXPECT_EQ(rule.To(again), nullptr);
}

TEST(RuleAnswers, OfOneRuleMayDependOnDifferentThings) {
  Rule rule;
  rule.Says("young", {.form = {{"age", 20}}}, {kAge});
  rule.Says("old, seen", {.form = {{"age", 70}}, .instance = {{"outcomes", {{"look", "yes"}}}}}, {kAge, kLook});
  rule.Says("old", {.form = {{"age", 70}}, .instance = {{"outcomes", {{"look", "no"}}}}}, {kAge, kLook});
  EXPECT_EQ(*rule.To({.form = {{"age", 20}}, .instance = {{"outcomes", {{"look", "yes"}}}}}), "young");
  EXPECT_EQ(*rule.To({.form = {{"age", 70}}, .instance = {{"outcomes", {{"look", "yes"}}}}}), "old, seen");
  EXPECT_EQ(*rule.To({.form = {{"age", 70}}, .instance = {{"outcomes", {{"look", "no"}}}}}), "old");
}

TEST(RuleAnswers, AreNotKeptWhenMoreWasSeenThanIsTold) {
  Rule rule;
  const Rule::Shown shown{.form = {{"age", 70}}};
  rule.Says(1, shown, {kAge}, false);
  rule.Says(1, shown, {{0, {}}});
  rule.Fails(shown, {kAge});
  EXPECT_EQ(rule.To(shown), nullptr);
}

TEST(RuleAnswers, StayWhereTheyAreUntilThereIsRoomToBeMade) {
  Rule rule;
  rule.Says("first", {.form = {{"age", -1}}}, {kAge});
  const json* first = rule.To({.form = {{"age", -1}}});
  for (int age = 0; age < 30'000; ++age) {
    rule.Says(age, {.form = {{"age", age}}}, {kAge});
    rule.To({.form = {{"age", -1}}});
  }
  EXPECT_EQ(*first, "first");
  EXPECT_EQ(rule.To({.form = {{"age", -1}}}), first);
  rule.MakeRoom();
  EXPECT_EQ(rule.To({.form = {{"age", -1}}}), nullptr);
}

TEST(RuleAnswers, AreNotLookedForWhereNoTwoCasesLookTheSame) {
  Rule rule;
  for (int age = 0; age < 1000; ++age) {
    const Rule::Shown shown{.form = {{"age", age}}};
    if (rule.To(shown) != nullptr || !rule.Learns()) continue;
    rule.Says(age, shown, {kAge});
    rule.To(shown);  // the same case asks again
  }
  EXPECT_FALSE(rule.Learns());
  Rule other;
  for (int age = 0; age < 1000; ++age) {
    const Rule::Shown shown{.form = {{"age", age % 10}}};
    if (other.To(shown) == nullptr) other.Says(age % 10, shown, {kAge});
  }
  EXPECT_TRUE(other.Learns());
}

}  // namespace
}  // namespace lianban::workflow

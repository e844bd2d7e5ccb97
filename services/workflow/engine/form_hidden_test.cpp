// Which fields of a form are hidden is asked of the rules that may say otherwise than before, and comes out as if all were asked.

#include <random>

#include "services/workflow/engine/story_for_test.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr char kConditional[] = R"(return workflow "chain" {
  params = { open = true },
  form = {
    integer "kind" {}, integer "note" {},
    integer "first" { shown = function(f) return f.kind == 1 end },
    integer "second" { shown = function(f) return (f.first or 0) > 2 end },
    integer "third" { shown = function(f) return f.kind ~= 2 and f.second ~= 4 end },
    integer "fourth" { shown = function(f, case) return case.outcomes.a == "again" or f.third == nil end },
    integer "fifth" { shown = function() return param "open" end },
    integer "sixth" { shown = function(f) return f.kind == 3 end,
      valid = function(f) return f.note == nil or f.sixth ~= f.note or "as the note" end },
  },
  steps = { task "a" { by = role "x", on = { again = "a", done = "e" },
    edits = { "kind", "note", "first", "second", "third", "fourth", "fifth", "sixth" } }, finish "e" {} } })";

int64_t NumberIn(const json& form, const char* name, int64_t otherwise) { return form.value(name, otherwise); }

// What the rules of kConditional say of the form before anything is taken out of it.
json WithoutHidden(const json& form, bool answered_before) {
  const std::map<std::string, bool> shown = {
      {"first", NumberIn(form, "kind", 0) == 1},
      {"second", NumberIn(form, "first", 0) > 2},
      {"third", NumberIn(form, "kind", 0) != 2 && NumberIn(form, "second", 0) != 4},
      {"fourth", answered_before || !form.contains("third")},
      {"sixth", NumberIn(form, "kind", 0) == 3}};
  json rest = form;
  for (const auto& [name, is_shown] : shown) {
    if (!is_shown) rest.erase(name);
  }
  return rest;
}

TEST(HiddenFields, AreThoseThatAllRulesTogetherWouldHide) {
  std::mt19937 random(20261122);
  int taken = 0;
  for (int round = 0; round < 20; ++round) {
    Story story(kConditional);
    ASSERT_EQ(story.Start({{"kind", 1}, {"first", 3}}), "") << story.status;
    json expected = {{"kind", 1}, {"first", 3}};
    bool answered_before = false;
    for (int step = 0; step < 40; ++step) {
      json patch = json::object();
      for (const char* name : {"kind", "note", "first", "second", "third", "fourth", "fifth", "sixth"}) {
        if (random() % 3 != 0) continue;
        patch[name] = random() % 4 == 0 ? json() : json(random() % 6);
      }
      if (patch.empty()) continue;
      json patched = expected;
      for (const auto& [name, value] : patch.items()) {
        if (value.is_null()) patched.erase(name);
        else patched[name] = value;
      }
      const json left = WithoutHidden(patched, answered_before);
      const bool judged = NumberIn(patched, "kind", 0) == 3;
      const bool wrong = judged && left.contains("note") && NumberIn(left, "sixth", -1) == NumberIn(left, "note", -2);
      ASSERT_EQ(story.Complete("a", "again", "", patch), wrong ? "FORM_INVALID" : "") << patched << "\n" << story.status;
      if (wrong) continue;
      expected = left;
      answered_before = true;
      ++taken;
      ASSERT_EQ(json(story.state.form), expected) << patch;
    }
  }
  EXPECT_GT(taken, 400);
}

TEST(HiddenFields, AParameterThatChangedHidesNothingThatIsNotTouched) {
  Story story(R"(return workflow "w" { params = { open = true },
    form = { integer "note" {}, integer "kind" {}, integer "kept" { shown = function(f) return f.kind == 1 and param "open" end } },
    steps = { task "a" { by = role "x", edits = { "note", "kind", "kept" }, on = { again = "a", done = "e" } }, finish "e" {} } })");
  ASSERT_EQ(story.Start({{"kind", 1}, {"kept", 5}}), "") << story.status;
  story.environment->parameters.values["open"] = {{"", false}};
  ASSERT_EQ(story.Complete("a", "again", "", {{"note", 2}}), "") << story.status;
  EXPECT_EQ(story.state.form["kept"], 5);
  ASSERT_EQ(story.Complete("a", "again", "", {{"kind", 1}}), "") << story.status;
  EXPECT_FALSE(story.state.form.contains("kept"));
}

TEST(HiddenFields, ARuleOfSeveralMaterialsIsAskedOnce) {
  Story story(R"(local function poor(f) return f.poor == true end
    return workflow "w" { form = { bool "poor" {} },
      materials = { material "income" { required = poor }, material "assets" { required = poor }, material "debts" { required = poor } },
      steps = { task "a" { by = role "x", on = { done = "e" } }, finish "e" {} } })");
  Command start;
  start.actor = {ActorClass::kPerson, "clerk", "", {"u1/window"}};
  start.data = {{"form", {{"poor", true}}}, {"unit", "u1"}, {"area", "330602001"}};
  const Outcome outcome = Interpret(*story.model, *story.environment, CaseState(), start, story.now, RuleMemo());
  ASSERT_TRUE(std::holds_alternative<NeedsRules>(outcome));
  EXPECT_EQ(std::get<NeedsRules>(outcome).batch.calls.size(), 1u);
  ASSERT_EQ(story.Start({{"poor", true}}), "") << story.status;
  EXPECT_EQ(story.state.vars["missing"], json({"income", "assets", "debts"}));
}

}  // namespace
}  // namespace lianban::workflow

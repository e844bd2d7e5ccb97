// 台账: a rule finds what was entered under the key that the form gives at that moment.

#include "services/workflow/engine/ledger.h"

#include "services/workflow/engine/story_for_test.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr char kRuling[] = R"(return workflow "ruling" {
  form = { text "item" { required = true } },
  reads = { rulings = "item" },
  steps = {
    task "look" { by = role "handler", edits = { "item" }, on = { looked = "known" } },
    decide "known" { branches = { { when = function(_, case) return #case.ledger.rulings > 0 end, to = "follow" }, { to = "enter" } } },
    effect "enter" { ledger = "rulings", payload = function(form) return { key = form.item, unit = "hj" } end, next = "look" },
    finish "follow" { result = "followed" } } })";

// Counts how often it is asked.
class CountingLedger final : public LedgerSource {
 public:
  absl::StatusOr<std::vector<json>> LookUp(std::span<const LedgerLookup> lookups) override {
    ++asked;
    std::vector<json> found;
    for (const LedgerLookup& lookup : lookups) found.push_back(ledgers.Find(lookup.what.ledger, lookup.what.key));
    return found;
  }
  Ledgers ledgers;
  int asked = 0;
};

TEST(Ledger, IsLookedUpByTheKeyOfTheFormAsItIsNow) {
  Story story(kRuling);
  story.environment->ledgers.Add("rulings", "Y2", {{"key", "Y2"}});
  ASSERT_EQ(story.Start({{"item", "Y1"}}), "");
  ASSERT_EQ(story.Complete("look", "looked", "", {{"item", "Y2"}}), "") << story.status;
  EXPECT_EQ(story.state.result, "followed");
  EXPECT_EQ(story.last.ledgers["rulings"]["Y2"].size(), 1U);
}

TEST(Ledger, WhatWasFoundIsPartOfTheTransitionAlsoWhenItIsNothing) {
  Story story(kRuling);
  ASSERT_EQ(story.Start({{"item", "Y1"}}), "");
  ASSERT_EQ(story.Complete("look", "looked"), "") << story.status;
  EXPECT_EQ(story.last.ledgers, json::parse(R"({"rulings": {"Y1": []}})"));
}

TEST(Ledger, ACommandDoesNotFindWhatItEntersItself) {
  Story story(kRuling);
  ASSERT_EQ(story.Start({{"item", "Y1"}}), "");
  ASSERT_EQ(story.Complete("look", "looked"), "");
  EXPECT_NE(story.Task("look"), nullptr);
}

TEST(Ledger, CasesOfOneBatchAskOnce) {
  Story first(kRuling), second(kRuling);
  ASSERT_EQ(first.Start({{"item", "Y1"}}), "");
  ASSERT_EQ(second.Start({{"item", "Y2"}}), "");
  CountingLedger source;
  source.ledgers.Add("rulings", "Y2", {{"key", "Y2"}});
  std::vector<Command> commands(2);
  std::vector<RunItem> items;
  for (Story* story : {&first, &second}) {
    Command& command = commands[items.size()];
    command.kind = CommandKind::kCompleteTask;
    command.actor = {ActorClass::kPerson, "h", "", {"u1/handler"}};
    command.task = story->Task("look")->no;
    command.outcome = "looked";
    items.push_back({story->model, story->environment, &story->state, &command, story->now});
  }
  const auto results = RunCommands(TestHost(), items, &source);
  EXPECT_EQ(source.asked, 1);
  EXPECT_EQ(std::get<Transition>(results[0]).next.status, CaseStatus::kRunning);
  EXPECT_EQ(std::get<Transition>(results[1]).next.result, "followed");
}

TEST(Ledger, AScriptThatReadsNoneAsksNothing) {
  Story story(R"(return workflow "plain" { steps = { decide "a" { branches = { { when = function() return true end, to = "b" }, { to = "b" } } },
    finish "b" {} } })");
  ASSERT_EQ(story.Start(), "");
  EXPECT_TRUE(story.last.ledgers.is_null());
}

TEST(Ledger, IsNotLookedUpForARuleThatCannotReadIt) {
  constexpr char kScript[] = R"(return workflow "plain" { form = { text "item" {} }, reads = { rulings = "item" }, steps = {
    decide "a" { branches = { { when = function(_, case) return case.area == "330602" end, to = "b" }, { to = "b" } } },
    task "b" { by = role "handler", on = { done = "c" }, propose = function(_, case) return %s end },
    finish "c" {} } })";
  const auto looked_up = [&](const std::string& proposal) {
    std::string script = kScript;
    script.replace(script.find("%s"), 2, proposal);
    Story story(script);
    EXPECT_EQ(story.Start({{"item", "Y1"}}), "") << story.status;
    return story.last.ledgers;
  };
  EXPECT_TRUE(looked_up("case.unit and 'done'").is_null());
  EXPECT_FALSE(looked_up("case.ledger and 'done'").is_null());
  EXPECT_FALSE(looked_up("type(case) and 'done'").is_null()) << "it may be anything";
}

TEST(Ledger, AnEffectEntersEveryRowByItsKeyAndItself) {
  const Effect effect{7, "ledger", json::parse(R"({"name": "list", "step": "book", "basis": "第1条", "key": "all",
                                                   "rows": [{"key": "a", "n": 1}, {"n": 2}, {"key": "b"}]})")};
  const auto entries = EntriesOf(effect, At("2026-03-05 09:30"), absl::FixedTimeZone(8 * 3600), "c1");
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[0].under, (LedgerKey{"list", "a"}));
  EXPECT_EQ(entries[0].entry, json::parse(R"({"key": "a", "n": 1, "day": "2026-03-05", "entered": "2026-03-05T09:30:00", "case": "c1"})"));
  EXPECT_EQ(entries[2].entry, json::parse(R"({"key": "all", "day": "2026-03-05", "entered": "2026-03-05T09:30:00", "case": "c1"})"));
}

TEST(Ledger, OfManyEntriesTheNewestAreSeen) {
  json entries = json::array();
  for (size_t i = 0; i < kLedgerEntriesMax + 5; ++i) entries.push_back(i);
  const json newest = NewestEntries(entries);
  EXPECT_EQ(newest.size(), kLedgerEntriesMax);
  EXPECT_EQ(newest.front(), 5);
}

}  // namespace
}  // namespace lianban::workflow

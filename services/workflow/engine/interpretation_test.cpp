// A command that goes on from where it stopped for an answer ends as one that begins again with every answer.

#include "services/workflow/engine/random_commands_for_test.h"
#include "services/workflow/engine/random_process_for_test.h"
#include "services/workflow/engine/story_for_test.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

json Written(const Outcome& outcome) {
  if (const auto* refusal = std::get_if<Refusal>(&outcome)) return refusal->status.ToString();
  const Transition& done = std::get<Transition>(outcome);
  json written = {{"next", ToJson(done.next)},    {"form", done.next.form},   {"materials", done.next.materials},
                  {"facts", done.facts},          {"closed", done.closed},    {"cleared", done.timers_cleared},
                  {"form_changed", done.form_changed}, {"materials_changed", done.materials_changed}};
  for (const TaskState& task : done.opened) written["opened"].push_back(ToJson(task));
  for (const TimerState& timer : done.timers_set) written["set"].push_back({timer.no, absl::ToUnixMicros(timer.due)});
  for (const Effect& effect : done.effects) written["effects"].push_back({effect.no, effect.kind, effect.payload});
  for (const Move& move : done.moves) written["moves"].push_back({move.from, move.to, move.way});
  return written;
}

struct Told {
  json end;
  int rounds = 0;
};

// Until there is an end; `next` is asked with the answers so far.
template <class Next>
Told Tell(const Story& story, RuleMemo& memo, Next next) {
  for (Told told;; ++told.rounds) {
    Outcome outcome = next();
    auto* needs = std::get_if<NeedsRules>(&outcome);
    if (needs == nullptr) {
      told.end = Written(outcome);
      return told;
    }
    for (const LedgerKey& what : needs->ledgers) {
      memo.AddLedger(what, NewestEntries(story.environment->ledgers.Find(what.ledger, what.key)));
    }
    if (needs->batch.calls.empty()) continue;
    auto answers = TestHost().Evaluate({&needs->batch, 1});
    for (size_t i = 0; i < answers[0].size(); ++i) {
      memo.Add(std::move(needs->batch.calls[i]), needs->filed, std::move(answers[0][i]));
    }
  }
}

// What is left when nothing is explained.
json CourseOf(json end) {
  if (!end.is_object()) return end;
  end.erase("facts");
  for (json& effect : end["effects"]) effect.erase(2);
  const auto unexplained = [](json& task) {
    if (task.contains("proposal") && task["proposal"].is_object()) task["proposal"].erase("explanation");
  };
  for (json& task : end["opened"]) unexplained(task);
  for (json& activation : end["next"]["activations"]) {
    if (!activation.contains("tasks")) continue;
    for (json& task : activation["tasks"]) unexplained(task);
  }
  return end;
}

// What comes of the command; the same whether it goes on or begins again, and whether it is explained.
Told TellBothWays(const Story& story, const Command& command) {
  RuleMemo memo_of_one, memo_of_other;
  const Told again = Tell(story, memo_of_one, [&] {
    return Interpret(*story.model, *story.environment, story.state, command, story.now, memo_of_one);
  });
  Interpretation on(*story.model, *story.environment, story.state, command, story.now, memo_of_other);
  const Told going_on = Tell(story, memo_of_other, [&] { return on.Advance(); });
  EXPECT_EQ(going_on.end, again.end) << Name(command.kind);
  EXPECT_LE(going_on.rounds, again.rounds) << "nothing is asked twice";
  RuleMemo memo_of_third;
  Interpretation course(*story.model, *story.environment, story.state, command, story.now, memo_of_third, nullptr, Telling::kCourse);
  EXPECT_EQ(CourseOf(Tell(story, memo_of_third, [&] { return course.Advance(); }).end), CourseOf(again.end)) << Name(command.kind);
  return going_on;
}

TEST(Interpretation, OfRandomCommandsEndsAsOneThatBeginsAgain) {
  int waited = 0;
  for (unsigned seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    Story story(RandomProcess(seed).Script());
    story.environment->directory = TestTree();
    Command command;
    command.kind = CommandKind::kStart;
    command.actor = {ActorClass::kPerson, "clerk", "", {"u1/window"}, {}};
    command.data = {{"form", {{"flag", seed % 2 == 0}}}, {"unit", "u1"}, {"area", "330602001"}};
    Dice dice(seed);
    for (int i = 0; i < 30 && !HasFailure(); ++i) {
      waited += TellBothWays(story, command).rounds > 0;
      story.Do(command);
      story.now += absl::Hours(7);
      command = dice.Next(story);
    }
  }
  EXPECT_GT(waited, 50) << "or nothing was tried";
}

constexpr char kChain[] = R"(return workflow "chain" {
  form = { text "item" { required = function() return true end } },
  reads = { seen = "item" },
  steps = {
    task "look" { by = role "handler", edits = { "item" }, on = { looked = "split" } },
    fork "split" { to = { "first", "second" }, join = "both" },
    decide "first" { rule = function(f, case) return #case.ledger.seen > 0 and "known" or "new" end,
      on = { known = "note", new = "note" } },
    effect "note" { ledger = "notes", payload = function(f, case) return { key = f.item, first = case.outcomes.first } end, next = "both" },
    decide "second" { rule = function(f, case) return "any" end, on = { any = "both" } },
    join "both" { next = "last" },
    task "last" { by = role "handler", propose = function(f, case) return "no" end, on = { yes = "done", no = "done" } },
    finish "done" { result = "done" } } })";

TEST(Interpretation, KeepsWhatCameBeforeTheStepThatAsks) {
  Story story(kChain);
  story.environment->ledgers.Add("seen", "A1", {{"key", "A1"}});
  ASSERT_EQ(story.Start({{"item", "A0"}}), "") << story.status;
  Command look = story.OnTask(CommandKind::kCompleteTask, "look");
  look.outcome = "looked";
  look.data = {{"item", "A1"}};
  const Told told = TellBothWays(story, look);
  EXPECT_GE(told.rounds, 4) << "the ledger, and one rule after the other";
  EXPECT_EQ(told.end["effects"][0][2]["first"], "known") << told.end;
  EXPECT_EQ(told.end["opened"][0]["proposal"]["outcome"], "no") << told.end;
}

TEST(Interpretation, OfARuleThatFailsIsARefusal) {
  Story story(R"(return workflow "w" { form = { bool "flag" {} }, steps = {
    task "a" { by = role "handler", on = { done = "b" } },
    decide "b" { rule = function(f) return f.flag.x end, on = { any = "c" } },
    finish "c" {} } })");
  ASSERT_EQ(story.Start({{"flag", true}}), "") << story.status;
  Command done = story.OnTask(CommandKind::kCompleteTask, "a");
  done.outcome = "done";
  EXPECT_NE(TellBothWays(story, done).end.get<std::string>().find("RULE_FAILED"), std::string::npos);
}

}  // namespace
}  // namespace lianban::workflow

// Random processes, random edits: a case that moves and is brought back is what it was, one that moves goes on in its new
// process, and its history repeated gives the same case.

#include <cstdlib>
#include <map>

#include "services/workflow/engine/random_commands_for_test.h"
#include "services/workflow/engine/random_process_for_test.h"
#include "services/workflow/migration/move.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

// More where somebody has the time: LIANBAN_RANDOM_PROCESSES.
unsigned Processes() {
  const char* asked = std::getenv("LIANBAN_RANDOM_PROCESSES");
  return asked != nullptr ? static_cast<unsigned>(std::atoi(asked)) : 400;
}
constexpr int kCommandsBefore = 12, kCommandsAfter = 20;

struct Edit {
  std::string script;
  json renamed = json::object();
};

void ReplaceAll(std::string& text, const std::string& from, const std::string& to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
}

// A change as people make them, or another process altogether.
Edit EditOf(const std::string& script, unsigned seed, Dice& dice, const Story& story) {
  Edit edit{script};
  const std::string step = story.model->steps[1 + dice.Pick(story.model->steps.size() - 1)].name;
  switch (dice.Pick(5)) {
    case 0:
      ReplaceAll(edit.script, "days(7)", "days(4), law = \"as_of_today\"");
      break;
    case 1:
      ReplaceAll(edit.script, "\"" + step + "\"", "\"" + step + "_new\"");
      edit.renamed[step] = step + "_new";
      break;
    case 2:
      ReplaceAll(edit.script, "\"" + step + "\"", "\"" + step + "_new\"");
      break;
    case 3:
      edit.script = RandomProcess(seed + 10'000).Script();
      if (dice.Pick(2) == 0) {
        for (const Activation& activation : story.state.activations) edit.renamed[activation.step] = "begin";
      }
      break;
    default:
      break;
  }
  return edit;
}

// One entry of the history, as it is kept.
struct Recorded {
  std::string command;
  absl::Time time;
};

class Teller {
 public:
  explicit Teller(std::string script) : scripts_{std::move(script)}, story_(scripts_[0]) {
    story_.environment->directory = TestTree();
  }
  Story& story() { return story_; }
  // Somebody has led the case where the script has no way.
  bool led() const { return led_; }
  const std::vector<Recorded>& log() const { return log_; }
  const std::vector<std::string>& scripts() const { return scripts_; }

  std::string Do(const Command& command) {
    std::string refused = command.kind == CommandKind::kMigrate    ? Move(command)
                          : command.kind == CommandKind::kMoveBack ? Back(command)
                                                                   : story_.Do(command);
    if (!refused.empty()) return refused;
    led_ |= command.kind == CommandKind::kJump || command.kind == CommandKind::kReturn || command.kind == CommandKind::kReopen;
    log_.push_back({ToJson(command).dump(), story_.now});
    return "";
  }
  int AddScript(std::string script) {
    scripts_.push_back(std::move(script));
    return static_cast<int>(scripts_.size()) - 1;
  }

 private:
  std::string Take(RunResult result, int release) {
    if (const auto* refusal = std::get_if<Refusal>(&result)) return ReasonOf(refusal->status);
    story_.last = std::get<Transition>(std::move(result));
    story_.state = story_.last.next;
    story_.model = ModelOf(scripts_[static_cast<size_t>(release)]);
    return "";
  }
  std::string Move(const Command& command) {
    const int to = command.args["to"].get<int>();
    const std::vector<MoveItem> items = {
        {story_.model, ModelOf(scripts_[static_cast<size_t>(to)]), story_.environment, &story_.state, &command, story_.now}};
    return Take(MoveCases(TestHost(), positions_, items)[0].result, to);
  }
  std::string Back(const Command& command) { return Take(MoveBack(story_.state, command, story_.now), command.args["to"].get<int>()); }

  std::vector<std::string> scripts_;
  Story story_;
  PositionBook positions_;
  std::vector<Recorded> log_;
  bool led_ = false;
};

json PictureOf(const CaseState& state) {
  json picture = ToJson(state);
  picture.erase("revision");
  picture.erase("counter");
  return picture;
}

void ExpectOfItsProcess(const Story& story) {
  std::set<int64_t> numbers;
  for (const Activation& activation : story.state.activations) {
    EXPECT_NE(story.model->Find(activation.step), nullptr) << activation.step;
    for (const TaskState& task : activation.tasks) EXPECT_TRUE(numbers.insert(task.no).second);
  }
  for (const TimerState& timer : story.state.timers) {
    EXPECT_TRUE(timer.held || story.state.status != CaseStatus::kSuspended);
    EXPECT_LE(timer.no, story.state.counter);
  }
}

void ExpectReplay(Teller& told) {
  Teller again(told.scripts()[0]);
  for (size_t i = 1; i < told.scripts().size(); ++i) again.AddScript(told.scripts()[i]);
  for (const Recorded& entry : told.log()) {
    again.story().now = entry.time;
    ASSERT_EQ(again.Do(*CommandFromJson(json::parse(entry.command))), "") << entry.command;
  }
  EXPECT_EQ(ToJson(again.story().state), ToJson(told.story().state));
}

Command Order(CommandKind kind, json args) {
  Command command;
  command.kind = kind;
  command.actor.kind = ActorClass::kSystem;
  command.reason = "改版";
  command.args = std::move(args);
  return command;
}

TEST(RandomMove, ThereAndBackIsNothingAndThereOnlyGoesOn) {
  std::map<std::string, int> happened;
  for (unsigned seed = 0; seed < Processes() && !testing::Test::HasFailure(); ++seed) {
    const std::string script = RandomProcess(seed).Script();
    Teller told(script);
    Story& story = told.story();
    Dice dice(seed);
    Command start;
    start.actor = {ActorClass::kPerson, "clerk", "", {"u1/window"}, {}};
    start.data = {{"form", {{"flag", seed % 2 == 0}}}, {"unit", "u1"}, {"area", "330602001"}};
    ASSERT_EQ(told.Do(start), "") << story.status;
    for (int i = 0; i < kCommandsBefore; ++i) {
      story.now += absl::Hours(static_cast<int64_t>(dice.Pick(20)));
      told.Do(dice.Next(story));
    }
    const Edit edit = EditOf(script, seed, dice, story);
    SCOPED_TRACE(fmt::format("seed {}\n{}\n{}\n{}", seed, script, edit.script, edit.renamed.dump()));
    const int to = told.AddScript(edit.script);
    const json before = PictureOf(story.state);
    const Command move = Order(CommandKind::kMigrate, {{"from", 0}, {"to", to}, {"renamed", edit.renamed}});
    const std::string refused = told.Do(move);
    ++happened[refused];
    if (!refused.empty()) {
      EXPECT_NE(refused, "INTERNAL");
      EXPECT_EQ(PictureOf(story.state), before);
      continue;
    }
    ExpectOfItsProcess(story);
    const json& fact = story.last.facts.front();
    if (fact.contains("back")) {
      const json args = {{"from", to}, {"to", 0}, {"back", fact["back"]}, {"revision", story.state.revision}};
      ASSERT_EQ(told.Do(Order(CommandKind::kMoveBack, args)), "");
      EXPECT_EQ(PictureOf(story.state), before);
      ASSERT_EQ(told.Do(move), "");
    }
    for (int i = 0; i < kCommandsAfter && !testing::Test::HasFailure(); ++i) {
      story.now += absl::Hours(static_cast<int64_t>(dice.Pick(30)));
      const std::string answer = told.Do(dice.Next(story));
      EXPECT_NE(answer, "INTERNAL");
      EXPECT_TRUE(told.led() || answer != "PROCESS_STUCK");
      ++happened["then " + std::string(answer.empty() ? "done" : "refused")];
      ExpectOfItsProcess(story);
    }
    ExpectReplay(told);
  }
  for (const auto& [what, times] : happened) RecordProperty(what.empty() ? "moved" : what, times);
  EXPECT_GT(happened[""], 100);
  EXPECT_GT(happened["MIGRATION_STEP_GONE"], 20);
  EXPECT_GT(happened["then done"], 100);
}

}  // namespace
}  // namespace lianban::workflow

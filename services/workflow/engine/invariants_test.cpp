// Random processes under random commands never reach an impossible state.

#include <map>
#include <random>
#include <set>

#include "services/workflow/engine/random_process_for_test.h"
#include "services/workflow/engine/story_for_test.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr unsigned kProcesses = 300;
constexpr int kCommands = 60;

// The tables that somebody keeps who only hears of changes.
struct Tables {
  std::map<int64_t, std::string> tasks;  // no -> desk
  std::map<int64_t, absl::Time> timers;
  std::set<int64_t> effects;

  void Apply(const Transition& transition) {
    for (int64_t no : transition.closed) EXPECT_EQ(tasks.erase(no), 1u) << "closed task " << no << " was not open";
    for (const TaskState& task : transition.opened) tasks[task.no] = task.desk;
    for (int64_t no : transition.timers_cleared)
      EXPECT_EQ(timers.erase(no), 1u) << "cleared timer " << no << " was not set";
    for (const TimerState& timer : transition.timers_set) timers[timer.no] = timer.due;
    for (const Effect& effect : transition.effects) EXPECT_TRUE(effects.insert(effect.no).second);
  }
};

void ExpectPossible(const Model& model, const CaseState& state, const Tables& tables) {
  std::set<int64_t> numbers, activations;
  std::map<int64_t, std::string> tasks;
  std::map<int64_t, absl::Time> timers;
  for (const Activation& activation : state.activations) {
    EXPECT_TRUE(numbers.insert(activation.no).second);
    activations.insert(activation.no);
    const Step* step = model.Find(activation.step);
    ASSERT_NE(step, nullptr);
    EXPECT_EQ(step->kind == StepKind::kTask, !activation.tasks.empty()) << activation.step;
    for (const TaskState& task : activation.tasks) {
      EXPECT_EQ(task.step, activation.step);
      EXPECT_TRUE(numbers.insert(task.no).second);
      tasks[task.no] = task.desk;
    }
  }
  for (const TimerState& timer : state.timers) {
    EXPECT_TRUE(numbers.insert(timer.no).second);
    EXPECT_TRUE(timer.activation == 0 || activations.contains(timer.activation));
    EXPECT_TRUE(timer.held || state.status != CaseStatus::kSuspended);
    if (!timer.held) timers[timer.no] = timer.due;
  }
  for (int64_t no : numbers) EXPECT_LE(no, state.counter);
  for (const ClockState& clock : state.clocks) {
    bool orphan = clock.name.starts_with("step:") && !activations.contains(std::stoll(clock.name.substr(5)));
    EXPECT_FALSE(orphan) << clock.name;
  }
  EXPECT_EQ(tasks, tables.tasks);
  EXPECT_EQ(timers, tables.timers);
  bool over = state.status != CaseStatus::kRunning && state.status != CaseStatus::kSuspended;
  EXPECT_EQ(over, state.activations.empty());
  EXPECT_EQ(over, state.finished.has_value());
  EXPECT_TRUE(!over || (state.timers.empty() && state.tokens.empty()));
  json written = ToJson(state);
  auto back = CaseStateFromJson(written);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(ToJson(*back), written);
}

class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}
  size_t Pick(size_t count) { return count == 0 ? 0 : std::uniform_int_distribution<size_t>(0, count - 1)(random_); }

  Command Next(const Story& story) {
    switch (Pick(12)) {
      case 0:
        return Simple(CommandKind::kSuspend);
      case 1:
      case 2:
        return Simple(CommandKind::kResume);
      case 3:
        return Message(story);
      case 4:
        return Child(story);
      case 5:
        return Timer(story);
      case 6:
        return OnTask(story, CommandKind::kReturn);
      case 7:
        return Odd(story);
      default:
        return OnTask(story, CommandKind::kCompleteTask);
    }
  }

 private:
  Command Simple(CommandKind kind) {
    Command command;
    command.kind = kind;
    command.actor = {ActorClass::kPerson, "boss", "", {"u1/leader"}};
    command.reason = "因故";
    return command;
  }

  Command OnTask(const Story& story, CommandKind kind) {
    std::vector<const TaskState*> open;
    for (const Activation& activation : story.state.activations) {
      for (const TaskState& task : activation.tasks) open.push_back(&task);
    }
    Command command = Simple(kind);
    if (open.empty()) return command;
    const TaskState& task = *open[Pick(open.size())];
    const Step& step = *story.model->Find(task.step);
    command.task = task.no;
    command.actor = {
        ActorClass::kPerson, task.assignee.empty() ? "p" + std::to_string(Pick(4)) : task.assignee, "", {task.desk}};
    command.outcome = step.outcome_order[Pick(step.outcome_order.size())];
    command.target = story.model->steps[Pick(story.model->steps.size())].name;
    auto outcomes = story.state.vars.find("outcomes");
    if (kind == CommandKind::kReturn && outcomes != story.state.vars.end() && Pick(4) != 0) {
      command.target = std::next(outcomes->begin(), static_cast<std::ptrdiff_t>(Pick(outcomes->size()))).key();
    }
    if (kind == CommandKind::kCompleteTask && step.edits.size() == 1 && Pick(3) == 0)
      command.data = {{"flag", Pick(2) == 0}};
    if (kind == CommandKind::kTransfer || kind == CommandKind::kDelegate)
      command.args = {{"user", "q" + std::to_string(Pick(3))}};
    return command;
  }

  Command Message(const Story& story) {
    Command command = Simple(CommandKind::kMessage);
    command.target = "m";
    for (const Activation& activation : story.state.activations) {
      if (Pick(2) == 0) command.target = activation.step;
    }
    return command;
  }

  Command Child(const Story& story) {
    Command command = Simple(CommandKind::kChildFinished);
    command.actor.kind = ActorClass::kService;
    auto children = story.state.vars.find("children");
    int64_t no = children == story.state.vars.end() ? 1 : (*children)[Pick(children->size())]["no"].get<int64_t>();
    command.data = {{"no", no}, {"result", "x"}};
    return command;
  }

  Command Timer(const Story& story) {
    Command command = Simple(CommandKind::kFireTimer);
    command.actor = {ActorClass::kSystem, "", "", {}};
    command.args = {{"timer", story.state.timers.empty() ? 1 : story.state.timers[Pick(story.state.timers.size())].no}};
    return command;
  }

  Command Odd(const Story& story) {
    static const CommandKind kinds[] = {CommandKind::kClaim,     CommandKind::kRelease,   CommandKind::kTransfer,
                                        CommandKind::kDelegate,  CommandKind::kExtend,    CommandKind::kUrge,
                                        CommandKind::kTakeBack,  CommandKind::kRecompute, CommandKind::kEditForm,
                                        CommandKind::kTerminate, CommandKind::kWithdraw};
    size_t which = Pick(std::size(kinds) * 2);
    if (which >= std::size(kinds)) return OnTask(story, CommandKind::kClaim);  // ends are rarer than the rest
    Command command = OnTask(story, kinds[which]);
    if (kinds[which] == CommandKind::kRecompute) command.actor.kind = ActorClass::kSystem;
    if (kinds[which] == CommandKind::kTerminate && Pick(4) != 0) command.reason.clear();
    return command;
  }

  std::mt19937 random_;
};

std::string Picture(const Transition& transition) {
  json facts = transition.facts;
  return ToJson(transition.next).dump() + facts.dump() + std::to_string(transition.opened.size());
}

TEST(Invariants, RandomCommandsNeverLeaveAnImpossibleState) {
  std::map<std::string, int> happened;
  for (unsigned seed = 0; seed < kProcesses; ++seed) {
    std::string script = RandomProcess(seed).Script();
    SCOPED_TRACE(fmt::format("seed {}\n{}", seed, script));
    Story story(script);
    ASSERT_NE(story.model, nullptr);
    Tables tables;
    Dice dice(seed);
    ASSERT_EQ(story.Start({{"flag", seed % 2 == 0}}), "") << story.status;
    tables.Apply(story.last);
    ExpectPossible(*story.model, story.state, tables);
    for (int i = 0; i < kCommands && !testing::Test::HasFailure(); ++i) {
      story.now += absl::Hours(static_cast<int64_t>(dice.Pick(30)));
      Command command = dice.Next(story);
      SCOPED_TRACE(ToJson(command).dump());
      const std::string before = ToJson(story.state).dump();
      std::string refused = story.Do(command);
      ++happened[std::string(Name(command.kind)) + (refused.empty() ? "" : " refused")];
      if (!refused.empty()) {
        EXPECT_NE(refused, "INTERNAL");
        EXPECT_EQ(ToJson(story.state).dump(), before);
        continue;
      }
      CaseState old = *CaseStateFromJson(json::parse(before));
      old.form = story.state.form;
      tables.Apply(story.last);
      ExpectPossible(*story.model, story.state, tables);
      EXPECT_EQ(story.state.revision, json::parse(before)["revision"].get<int64_t>() + 1);
    }
    if (testing::Test::HasFailure()) return;
  }
  // The dice have really tried things, and both ways.
  for (const char* kind :
       {"complete_task", "return", "message", "suspend", "resume", "fire_timer", "child_finished", "claim"}) {
    EXPECT_GT(happened[kind], 10) << kind;
    EXPECT_GT(happened[std::string(kind) + " refused"], 0) << kind;
  }
}

TEST(Invariants, EqualArgumentsGiveEqualResults) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    std::string script = RandomProcess(seed).Script();
    std::vector<std::string> pictures[2];
    for (auto& seen : pictures) {
      Story story(script);
      Dice dice(seed);
      story.Start({{"flag", true}});
      for (int i = 0; i < 30; ++i) {
        story.now += absl::Hours(static_cast<int64_t>(dice.Pick(30)));
        seen.push_back(story.Do(dice.Next(story)) + Picture(story.last));
      }
    }
    ASSERT_EQ(pictures[0], pictures[1]) << "seed " << seed;
  }
}

}  // namespace
}  // namespace lianban::workflow

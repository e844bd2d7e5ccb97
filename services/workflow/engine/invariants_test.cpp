// Random processes under random commands never reach an impossible state.

#include <cstdlib>
#include <map>
#include <set>

#include "services/workflow/engine/random_commands_for_test.h"
#include "services/workflow/engine/random_process_for_test.h"
#include "services/workflow/engine/story_for_test.h"
#include "services/workflow/language/graph.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

// More, or others, where somebody has the time: LIANBAN_RANDOM_PROCESSES of them from seed LIANBAN_RANDOM_FIRST on.
unsigned Asked(const char* name, unsigned otherwise) {
  const char* asked = std::getenv(name);
  return asked != nullptr ? static_cast<unsigned>(std::atoi(asked)) : otherwise;
}
constexpr int kCommands = 80;

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

// A chain belongs to a clock that runs; the clock of a department runs while it has a task, and only then.
void ExpectClocks(const Model& model, const CaseState& state) {
  std::set<std::string> running, busy;
  for (const ClockState& clock : state.clocks) {
    if (clock.met) continue;
    EXPECT_TRUE(running.insert(clock.name).second) << clock.name << " runs twice";
  }
  for (const TimerState& timer : state.timers) {
    if (!timer.kind.starts_with("escalation:")) continue;
    EXPECT_TRUE(running.contains(timer.clock)) << timer.kind << " of " << timer.clock;
  }
  if (state.status != CaseStatus::kRunning) return;
  for (const Activation& activation : state.activations) {
    for (const TaskState& task : activation.tasks) {
      if (const size_t slash = task.desk.find('/'); slash != std::string::npos) busy.insert("unit:" + task.desk.substr(0, slash));
    }
  }
  const bool departments = model.param_defaults.contains("clock.department") || model.param_defaults.contains("clock.department.random");
  for (const std::string& name : busy) EXPECT_EQ(running.contains(name), departments) << name;
  for (const std::string& name : running) EXPECT_TRUE(!name.starts_with("unit:") || busy.contains(name)) << name;
}

// The processes are made of blocks that nest: one token is alive in each, but between a fork and a join of threads. A step that is
// open twice has been entered by a token too many.
void ExpectNoStepTwice(const Model& model, const CaseState& state) {
  std::vector<int> threaded, walls;
  for (const Step& step : model.steps) {
    if (step.threads <= 1) continue;
    if (step.kind == StepKind::kJoin) walls.push_back(model.index.at(step.name));
    for (const std::string& to : step.to) threaded.push_back(model.index.at(to));
  }
  const std::vector<bool> many = Reachable(Successors(model), threaded, walls);
  std::map<std::string, int> open;
  for (const Activation& activation : state.activations) {
    if (activation.passed || many[model.index.at(activation.step)]) continue;
    EXPECT_EQ(++open[activation.step], 1) << activation.step;
  }
}

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
      if (state.status != CaseStatus::kMerged) tasks[task.no] = task.desk;
      // An opinion belongs to a task that waits for it; nobody has two tasks of a step or answers after answering.
      bool asked = std::any_of(activation.tasks.begin(), activation.tasks.end(),
                               [&](const TaskState& other) { return other.no == task.before && other.before == 0; });
      EXPECT_EQ(task.before != 0, asked);
      const auto& answered = activation.answered;
      bool twice = task.before == 0 && task.owner.empty() && !task.assignee.empty() &&
                   std::find(answered.begin(), answered.end(), task.assignee) != answered.end();
      EXPECT_FALSE(twice) << task.assignee;
    }
  }
  for (const TimerState& timer : state.timers) {
    EXPECT_TRUE(numbers.insert(timer.no).second);
    EXPECT_TRUE(timer.activation == 0 || activations.contains(timer.activation));
    EXPECT_TRUE(timer.held || state.status != CaseStatus::kSuspended);
    EXPECT_TRUE(timer.held || state.status != CaseStatus::kMerged || !timer.clock.empty());
    if (!timer.held) timers[timer.no] = timer.due;
  }
  for (int64_t no : numbers) EXPECT_LE(no, state.counter);
  for (const ClockState& clock : state.clocks) {
    bool orphan = clock.name.starts_with("step:") && !activations.contains(std::stoll(clock.name.substr(5)));
    orphan = orphan || (clock.name.starts_with("task:") && !numbers.contains(std::stoll(clock.name.substr(5))));
    EXPECT_FALSE(orphan) << clock.name;
  }
  ExpectNoStepTwice(model, state);
  EXPECT_EQ(tasks, tables.tasks);
  EXPECT_EQ(timers, tables.timers);
  ExpectClocks(model, state);
  bool over = IsOver(state.status);
  EXPECT_EQ(state.status == CaseStatus::kMerged, state.vars.contains("merged_into"));
  EXPECT_EQ(over, state.activations.empty());
  EXPECT_EQ(over, state.finished.has_value());
  EXPECT_TRUE(!over || (state.timers.empty() && state.tokens.empty() && state.held.empty()));
  json written = ToJson(state);
  auto back = CaseStateFromJson(written);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(ToJson(*back), written);
}

std::string Picture(const Transition& transition) {
  json facts = transition.facts;
  return ToJson(transition.next).dump() + facts.dump() + std::to_string(transition.opened.size());
}

// Who has decided what, told by the facts alone.
struct Ledger {
  std::set<int64_t> opened, closed;

  void Apply(const Transition& transition) {
    for (const Fact& fact : transition.facts) {
      const std::string type = fact["type"];
      if (type == "TaskOpened") {
        EXPECT_TRUE(opened.insert(fact["task"].get<int64_t>()).second);
      }
      bool decides = type == "TaskCompleted" || type == "TaskPassedOn" || type == "OpinionGiven";
      if (decides || (type == "HandlerRemoved" && fact.contains("task"))) Close(fact["task"]);
      if (type == "StepWithdrawn" || type == "OpinionsWithdrawn") {
        for (const json& task : fact.value("tasks", json::array())) Close(task);
      }
    }
  }
  // Every task that was opened is open, or has left the history by one way: no lost task, no double decision.
  void ExpectSame(const CaseState& state) const {
    std::set<int64_t> open;
    for (const Activation& activation : state.activations) {
      for (const TaskState& task : activation.tasks) open.insert(task.no);
    }
    for (int64_t no : opened) EXPECT_NE(open.contains(no), closed.contains(no)) << "task " << no;
    for (int64_t no : open) EXPECT_TRUE(opened.contains(no)) << "task " << no << " came from nowhere";
  }

 private:
  void Close(const json& task) {
    // Somebody who was to come after has no task yet.
    if (!opened.contains(task.get<int64_t>())) return;
    EXPECT_TRUE(closed.insert(task.get<int64_t>()).second) << "task " << task << " ended twice";
  }
};

// What the history keeps of a command, and when it was given.
struct Recorded {
  std::string command;
  absl::Time time;
};

void ExpectReplay(const Story& story, const std::string& script, const std::vector<Recorded>& log) {
  Story again(script);
  again.environment->directory = TestTree();
  for (const Recorded& entry : log) {
    auto command = CommandFromJson(json::parse(entry.command));
    ASSERT_TRUE(command.ok());
    again.now = entry.time;
    ASSERT_EQ(again.Do(*command), "") << entry.command;
  }
  EXPECT_EQ(ToJson(again.state), ToJson(story.state));
  EXPECT_TRUE(Identical(again.state.form, story.state.form));
}

TEST(Invariants, RandomCommandsNeverLeaveAnImpossibleState) {
  std::map<std::string, int> happened;
  const unsigned first = Asked("LIANBAN_RANDOM_FIRST", 0), last = first + Asked("LIANBAN_RANDOM_PROCESSES", 600);
  for (unsigned seed = first; seed < last; ++seed) {
    std::string script = RandomProcess(seed).Script();
    SCOPED_TRACE(fmt::format("seed {}\n{}", seed, script));
    Story story(script);
    ASSERT_NE(story.model, nullptr);
    story.environment->directory = TestTree();
    Tables tables;
    Ledger ledger;
    std::vector<Recorded> log;
    Dice dice(seed);
    Command start;
    start.kind = CommandKind::kStart;
    start.actor = {ActorClass::kPerson, "clerk", "", {"u1/window"}, {}};
    start.data = {{"form", {{"flag", seed % 2 == 0}}}, {"unit", "u1"}, {"area", "330602001"}};
    if (seed % 3 == 0) start.data["parent"] = {{"no", 3}, {"case", "the-parent"}};
    ASSERT_EQ(story.Do(start), "") << story.status;
    log.push_back({ToJson(start).dump(), story.now});
    tables.Apply(story.last);
    ledger.Apply(story.last);
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
      for (const Fact& fact : story.last.facts) {
        if (fact["type"] == "Escalated") ++happened["Escalated " + fact.value("act", "")];
      }
      CaseState old = *CaseStateFromJson(json::parse(before));
      old.form = story.state.form;
      log.push_back({ToJson(command).dump(), story.now});
      tables.Apply(story.last);
      ledger.Apply(story.last);
      ledger.ExpectSame(story.state);
      ExpectPossible(*story.model, story.state, tables);
      EXPECT_EQ(story.state.revision, json::parse(before)["revision"].get<int64_t>() + 1);
    }
    if (!testing::Test::HasFailure()) ExpectReplay(story, script, log);
    if (testing::Test::HasFailure()) return;
  }
  for (const auto& [kind, times] : happened) RecordProperty(kind, times);
  for (const char* act : {"urge", "notify", "supervise", "escalate"}) EXPECT_GT(happened[std::string("Escalated ") + act], 10) << act;
  // The dice have really tried things, and both ways.
  for (const char* kind :
       {"complete_task", "return", "message", "suspend", "resume", "fire_timer", "child_finished", "claim", "add_handler",
        "remove_handler", "take_back", "jump", "reopen", "merge", "unmerge", "escalate", "supervise", "copy"}) {
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

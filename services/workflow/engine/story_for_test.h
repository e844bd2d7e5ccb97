#pragma once
// For tests: a case driven by hand through the real worker pool.

#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/lib/errors/error.h"
#include "services/workflow/engine/runner.h"

namespace lianban::workflow {

inline ScriptHost& TestHost() {
  static std::unique_ptr<ScriptHost> host = [] {
    WorkerPoolOptions options;
    options.hard_deadline_ms = 5000;  // the machine may be busy; budgets are not what these tests are about
    options.soft_deadline_ms = 2000;
    return StartWorkerPool(options).value();
  }();
  return *host;
}

inline std::shared_ptr<const ScriptBundle> BundleOf(std::string source, std::map<std::string, std::string> more = {}) {
  auto bundle = std::make_shared<ScriptBundle>();
  bundle->main = "process.lua";
  bundle->files = std::move(more);
  bundle->files["process.lua"] = std::move(source);
  return bundle;
}

inline std::shared_ptr<const Model> ModelOf(std::string source, std::map<std::string, std::string> more = {}) {
  std::vector<ScriptDiagnostic> findings;
  auto model = LoadProcess(TestHost(), BundleOf(std::move(source), std::move(more)), &findings);
  std::string text;
  for (const auto& finding : findings) text += finding.code + ": " + finding.message + "\n";
  EXPECT_TRUE(model.ok()) << model.status() << "\n" << text;
  return model.ok() ? *model : nullptr;
}

inline absl::Time At(std::string_view text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M", std::string(text), absl::FixedTimeZone(8 * 3600), &time, &error))
      << text;
  return time;
}

class Story {
 public:
  explicit Story(std::string source, std::map<std::string, std::string> more = {})
      : model(ModelOf(std::move(source), std::move(more))) {
    environment->calendar = ShippedCalendar();
  }

  // "" when it worked, otherwise the reason of the refusal.
  std::string Do(const Command& command) {
    std::vector<RunItem> items = {
        {model, environment, command.kind == CommandKind::kStart ? nullptr : &state, &command, now, filed}};
    RunResult result = RunCommands(TestHost(), items)[0];
    if (auto* refusal = std::get_if<Refusal>(&result)) {
      status = refusal->status;
      return ReasonOf(status);
    }
    last = std::get<Transition>(std::move(result));
    state = last.next;
    return "";
  }

  std::string Start(nlohmann::json form = nlohmann::json::object(),
                    nlohmann::json materials = nlohmann::json::object()) {
    Command command;
    command.kind = CommandKind::kStart;
    command.actor = {ActorClass::kPerson, "clerk", "", {"u1/window"}};
    command.data = {
        {"form", std::move(form)}, {"materials", std::move(materials)}, {"unit", "u1"}, {"area", "330602001"}};
    return Do(command);
  }

  const TaskState* Task(const std::string& step, size_t nth = 0) const {
    for (const Activation& activation : state.activations) {
      for (const TaskState& task : activation.tasks) {
        if (task.step == step && nth-- == 0) return &task;
      }
    }
    return nullptr;
  }

  Command OnTask(CommandKind kind, const std::string& step, size_t nth = 0) const {
    Command command;
    command.kind = kind;
    const TaskState* task = Task(step, nth);
    command.task = task ? task->no : 0;
    command.actor = {ActorClass::kPerson,
                     task && !task->assignee.empty() ? task->assignee : "p" + std::to_string(command.task),
                     "",
                     {task ? task->desk : ""}};
    return command;
  }

  std::string Complete(const std::string& step, const std::string& outcome, const std::string& reason = "",
                       nlohmann::json form = nlohmann::json::object(), size_t nth = 0) {
    Command command = OnTask(CommandKind::kCompleteTask, step, nth);
    command.outcome = outcome;
    command.reason = reason;
    command.data = std::move(form);
    return Do(command);
  }

  std::string Act(CommandKind kind, nlohmann::json args = nlohmann::json::object(), const std::string& reason = "因故",
                  const std::string& desk = "u1/leader") {
    Command command;
    command.kind = kind;
    command.actor = {ActorClass::kPerson, "boss", "", {desk}};
    command.args = std::move(args);
    command.reason = reason;
    return Do(command);
  }

  std::string Message(const std::string& name, const std::string& outcome = "",
                      nlohmann::json data = nlohmann::json::object()) {
    Command command;
    command.kind = CommandKind::kMessage;
    command.actor.kind = ActorClass::kService;
    command.target = name;
    command.outcome = outcome;
    command.data = std::move(data);
    return Do(command);
  }

  std::string ChildEnds(int64_t no, const std::string& result) {
    Command command;
    command.kind = CommandKind::kChildFinished;
    command.actor.kind = ActorClass::kService;
    command.target = "child-" + std::to_string(no);
    command.data = {{"no", no}, {"status", "finished"}, {"result", result}};
    return Do(command);
  }

  // Fires every timer due up to `until`, in order, with the clock at each.
  void Wait(absl::Time until) {
    for (;;) {
      const TimerState* next = nullptr;
      for (const TimerState& timer : state.timers) {
        if (!timer.held && timer.due <= until && (!next || timer.due < next->due)) next = &timer;
      }
      if (!next) break;
      now = std::max(now, next->due);
      Command command;
      command.kind = CommandKind::kFireTimer;
      command.actor.kind = ActorClass::kSystem;
      command.args = {{"timer", next->no}};
      ASSERT_EQ(Do(command), "") << status;
    }
    now = until;
  }

  // Names of active steps, in the order in which they became active.
  std::vector<std::string> Open() const {
    std::vector<std::string> names;
    for (const Activation& activation : state.activations) names.push_back(activation.step);
    return names;
  }
  std::vector<std::string> Facts() const {
    std::vector<std::string> types;
    for (const Fact& fact : last.facts) types.push_back(fact["type"]);
    return types;
  }
  const Fact* FactOf(const std::string& type) const {
    for (const Fact& fact : last.facts) {
      if (fact["type"] == type) return &fact;
    }
    return nullptr;
  }
  const ClockState* Clock(const std::string& name) const {
    for (const ClockState& clock : state.clocks) {
      if (clock.name == name) return &clock;
    }
    return nullptr;
  }
  // Last day of a clock that counts days.
  std::string Due(const std::string& name) const {
    const ClockState* clock = Clock(name);
    return clock ? absl::FormatTime("%Y-%m-%d", clock->due - absl::Seconds(1), environment->zone) : "";
  }

  std::shared_ptr<const Model> model;
  std::shared_ptr<const Model> filed;  // where the case has moved since
  std::shared_ptr<Environment> environment = std::make_shared<Environment>();
  CaseState state;
  Transition last;
  absl::Status status;
  absl::Time now = At("2026-03-03 10:20");
};

}  // namespace lianban::workflow

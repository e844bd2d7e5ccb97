#include "services/cli/script/simulation_view.h"

#include "fmt/format.h"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/moment.h"
#include "services/workflow/engine/clocks.h"
#include "services/workflow/language/outcome_label.h"

namespace lianban::cli {
namespace {

using nlohmann::json;
using workflow::Activation;
using workflow::CaseState;
using workflow::ClockState;
using workflow::Step;
using workflow::TaskState;

std::string Moment(absl::Time time, const workflow::Player& player) {
  return absl::FormatTime("%Y-%m-%d %H:%M", time, player.environment().zone);
}

const ClockState* ClockOf(const CaseState& state, const std::string& name) {
  for (const ClockState& clock : state.clocks) {
    if (clock.name == name) return &clock;
  }
  return nullptr;
}

// What can be done now, as it would be typed.
std::vector<std::string> Ways(const Step& step) {
  std::vector<std::string> ways;
  for (const std::string& outcome : step.outcome_order) {
    if (!workflow::IsFoundByMachine(step, outcome)) ways.push_back(outcome);
  }
  return ways;
}

// "grant 给予援助 | refuse 不予援助": what is typed, and what it means.
std::string WaysText(const workflow::Model& model, const Step& step) {
  std::string text;
  for (const std::string& outcome : Ways(step)) {
    const workflow::OutcomeLabel label = workflow::LabelOfOutcome(model, step, outcome);
    const std::string& word = Locale() == "en" ? label.en : label.zh;
    text += (text.empty() ? "" : " | ") + outcome + (word == outcome ? "" : " " + word);
  }
  return text;
}

std::string ActivationText(const workflow::Model& model, const workflow::Player& player, const Activation& activation) {
  const Step& step = *model.Find(activation.step);
  std::string text = fmt::format("  ▸ {}（{}）", step.title, step.name);
  const ClockState* clock = ClockOf(player.state(), workflow::StepClockName(activation.no));
  if (clock) text += fmt::format("  {} {}", Say("期限", "due"), ShowDue(TimestampOf(clock->due)));
  text += "\n";
  for (const TaskState& task : activation.tasks) {
    text += fmt::format("      {}{}  {}\n", task.desk, task.assignee.empty() ? "" : " @" + task.assignee,
                        WaysText(model, step));
    if (task.proposal->is_object()) {
      text += fmt::format("      {} {}：{}\n", Say("建议", "proposed"), task.proposal.value("outcome", ""),
                          task.proposal["explanation"].value(Locale() == "en" ? "en" : "zh", ""));
    }
  }
  if (activation.tasks.empty()) {
    std::string name = step.message.empty() ? step.name : step.message;
    bool message = !step.message.empty() || step.of_applicant;
    text += message ? fmt::format("      message {} {}\n", name, WaysText(model, step)) : "";
  }
  return text;
}

}  // namespace

std::string ViewText(const workflow::Model& model, const workflow::Player& player) {
  const CaseState& state = player.state();
  std::string text = fmt::format("{}  {}", Moment(player.now(), player), Name(state.status));
  if (!state.result.empty()) text += " → " + state.result;
  if (const ClockState* clock = workflow::GuidingClock(state)) {
    text += fmt::format("  {} {}{}", Say("到期", "due"), ShowDue(TimestampOf(clock->due)),
                        clock->paused_since ? std::string(Say("（暂停）", " (paused)")) : "");
  }
  text += "\n";
  for (const Activation& activation : state.activations) text += ActivationText(model, player, activation);
  return text;
}

json ViewJson(const workflow::Model& model, const workflow::Player& player) {
  json open = json::array();
  for (const Activation& activation : player.state().activations) {
    json tasks = json::array();
    for (const TaskState& task : activation.tasks) {
      tasks.push_back({{"desk", task.desk}, {"assignee", task.assignee}, {"proposal", *task.proposal}});
    }
    open.push_back({{"step", activation.step}, {"tasks", tasks}, {"outcomes", Ways(*model.Find(activation.step))}});
  }
  json story = json::array();
  for (const auto& line : player.result().story)
    story.push_back({{"zh", line.zh}, {"en", line.en}, {"failed", line.failed}});
  return {{"now", Moment(player.now(), player)},
          {"status", Name(player.state().status)},
          {"result", player.state().result},
          {"open", open},
          {"story", story},
          {"state", ToJson(player.state())}};
}

}  // namespace lianban::cli

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

using nlohmann::json;

void AddFact(Run& run, std::string_view type, json fields) {
  fields["type"] = type;
  run.facts.push_back(std::move(fields));
}

void AddEffect(Run& run, std::string_view kind, json payload) {
  Effect effect;
  effect.no = run.NextNo();
  effect.kind = kind;
  effect.payload = std::move(payload);
  run.effects.push_back(std::move(effect));
}

void IssueNotice(Run& run, const Step& step, const std::string& name) {
  if (name.empty()) return;
  json payload = {{"template", name}, {"step", step.name}};
  if (!step.basis.empty()) payload["basis"] = step.basis;
  if (!step.remedy.empty()) payload["remedy"] = step.remedy;
  if (step.kind == StepKind::kFinish) payload["result"] = step.result;
  AddEffect(run, "notice", std::move(payload));
  AddFact(run, "NoticeIssued", {{"notice", name}, {"step", step.name}, {"effect", run.effects.back().no}});
}

Activation* FindActivation(Run& run, int64_t no) {
  for (Activation& activation : run.state.activations) {
    if (activation.no == no) return &activation;
  }
  return nullptr;
}

ClockState* FindClock(Run& run, std::string_view name) {
  for (ClockState& clock : run.state.clocks) {
    if (clock.name == name) return &clock;
  }
  return nullptr;
}

TaskPlace FindTask(Run& run, int64_t no) {
  for (Activation& activation : run.state.activations) {
    for (TaskState& task : activation.tasks) {
      if (task.no == no) return {&activation, &task};
    }
  }
  return {};
}

std::string DateText(absl::Time time, absl::TimeZone zone) { return absl::FormatTime("%Y-%m-%d", time, zone); }

std::string DateTimeText(absl::Time time, absl::TimeZone zone) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%S", time, zone);
}

json Explanation(std::string zh, std::string en, std::string rule, json inputs, std::string basis) {
  json explanation = {{"zh", std::move(zh)}, {"en", std::move(en)}, {"rule", std::move(rule)}};
  if (!inputs.empty()) explanation["inputs"] = std::move(inputs);
  if (!basis.empty()) explanation["basis"] = std::move(basis);
  return explanation;
}

}  // namespace lianban::workflow

#include "services/workflow/engine/run.h"

#include "services/workflow/engine/law.h"

namespace lianban::workflow {

using nlohmann::json;

namespace {

// What a script or a message gives as an explanation may be anything.
bool IsSentence(const json& explanation) {
  const auto is_text = [&](const char* name) { return explanation.contains(name) && explanation[name].is_string(); };
  return explanation.is_object() && is_text("zh") && is_text("en") && (!explanation.contains("basis") || is_text("basis"));
}

}  // namespace

void CompleteExplanation(const Run& run, json& explanation) {
  if (!IsSentence(explanation) || explanation.contains("release")) return;
  const std::string release = LawModel(run).hash.substr(0, 12);
  const std::string basis = explanation.value("basis", "");
  ExplainLaw(run, explanation);
  std::string& zh = explanation["zh"].get_ref<std::string&>();
  std::string& en = explanation["en"].get_ref<std::string&>();
  if (!basis.empty()) zh += "。依据：" + basis, en += ". Basis: " + basis;
  if (release.empty()) return;
  zh += "；脚本版本 " + release;
  en += "; script " + release;
  explanation["release"] = release;
}

void AddFact(Run& run, std::string_view type, json fields) {
  run.happened.push_back(type);
  if (!run.tells()) return;
  fields["type"] = type;
  if (auto explanation = fields.find("explanation"); explanation != fields.end()) {
    explanation->is_null() ? void(fields.erase(explanation)) : CompleteExplanation(run, *explanation);
  }
  run.facts.push_back(std::move(fields));
}

void AddEffect(Run& run, std::string_view kind, json payload) {
  Effect effect;
  effect.no = run.NextNo();
  effect.kind = kind;
  effect.payload = std::move(payload);
  run.effects.push_back(std::move(effect));
}

SharedJson& KeptOf(Run& run, std::string_view what, const Step& step) { return run.state.vars.EditMember(what).EditPart(step.name); }

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

namespace {

// Written by hand where the year has four digits: whoever formats anything takes ten times as long.
bool HasFourDigits(const absl::CivilSecond& at) { return at.year() >= 1000 && at.year() <= 9999; }

void PutTwoDigits(char* to, int number) {
  to[0] = static_cast<char>('0' + number / 10);
  to[1] = static_cast<char>('0' + number % 10);
}

void PutDate(char* to, const absl::CivilSecond& at) {
  PutTwoDigits(to, static_cast<int>(at.year() / 100));
  PutTwoDigits(to + 2, static_cast<int>(at.year() % 100));
  PutTwoDigits(to + 5, at.month());
  PutTwoDigits(to + 8, at.day());
}

}  // namespace

std::string DateText(absl::Time time, absl::TimeZone zone) {
  const absl::CivilSecond at = absl::ToCivilSecond(time, zone);
  if (!HasFourDigits(at)) return absl::FormatTime("%Y-%m-%d", time, zone);
  std::string text = "0000-00-00";
  PutDate(text.data(), at);
  return text;
}

std::string DateTimeText(absl::Time time, absl::TimeZone zone) {
  const absl::CivilSecond at = absl::ToCivilSecond(time, zone);
  if (!HasFourDigits(at)) return absl::FormatTime("%Y-%m-%dT%H:%M:%S", time, zone);
  std::string text = "0000-00-00T00:00:00";
  PutDate(text.data(), at);
  PutTwoDigits(text.data() + 11, at.hour());
  PutTwoDigits(text.data() + 14, at.minute());
  PutTwoDigits(text.data() + 17, at.second());
  return text;
}

json Explanation(std::string zh, std::string en, std::string rule, json inputs, std::string basis) {
  json explanation = {{"zh", std::move(zh)}, {"en", std::move(en)}, {"rule", std::move(rule)}};
  if (!inputs.empty()) explanation["inputs"] = std::move(inputs);
  if (!basis.empty()) explanation["basis"] = std::move(basis);
  return explanation;
}

}  // namespace lianban::workflow

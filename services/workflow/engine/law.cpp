#include "services/workflow/engine/law.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/workflow/engine/rules.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr size_t kReleaseDigits = 12;

const json* Kept(const Run& run) {
  auto law = run.state.vars.find("law");
  return law == run.state.vars.end() ? nullptr : &*law;
}

}  // namespace

LawOf::LawOf(Run& run, const Step& step) : run_(run), before_(run.law), step_(&step) {
  run.law = Law();
  if (step.as_of_today) run.law.said = Law::Said::kAsOfToday;
  if (!step.at_filing || Kept(run) == nullptr) return;
  run.law.said = Law::Said::kAtFiling;
  if (run.filed == nullptr) return;
  const Step* filed = run.filed->Find(step.name);
  if (filed == nullptr || filed->kind != step.kind) return;  // new: there is no older rule
  run.law.model = run.filed;
  step_ = filed;
}

const Model& LawModel(const Run& run) { return run.law.model ? *run.law.model : run.model; }

const json* FiledParameter(const Run& run, const std::string& key) {
  if (run.law.said != Law::Said::kAtFiling) return nullptr;
  const json& params = Kept(run)->at("params");
  auto value = params.find(key);
  return value == params.end() ? nullptr : &*value;
}

void KeepLaw(Run& run, const std::string& release, int64_t number) {
  const auto& steps = run.model.steps;
  if (Kept(run) || std::none_of(steps.begin(), steps.end(), [](const Step& step) { return step.at_filing; })) return;
  json params = json::object();
  for (const std::string& key : run.model.param_keys) {
    if (const json* value = ParameterToday(run, key)) params[key] = *value;
  }
  run.state.vars.Edit("law") = {{"date", DateText(run.now, run.environment.zone)},
                           {"release", release},
                           {"number", number},
                           {"params", std::move(params)}};
}

void ExplainLaw(const Run& run, json& explanation) {
  if (run.law.said == Law::Said::kNothing) return;
  std::string& zh = explanation["zh"].get_ref<std::string&>();
  std::string& en = explanation["en"].get_ref<std::string&>();
  if (run.law.said == Law::Said::kAsOfToday) {
    const std::string date = DateText(run.now, run.environment.zone);
    explanation["law"] = {{"of", "today"}, {"date", date}};
    zh += fmt::format("，按今日（{}）的规定", date);
    en += fmt::format(", by the law of today ({})", date);
    return;
  }
  const json& kept = *Kept(run);
  const std::string date = kept.value("date", "");
  json law = {{"of", "filing"}, {"date", date}, {"release", kept.value("release", "").substr(0, kReleaseDigits)}};
  zh += fmt::format("，按受理时（{}）的规定", date);
  en += fmt::format(", by the law at filing ({})", date);
  for (const auto& [key, then] : kept.at("params").items()) {
    const json* now = ParameterToday(run, key);
    if (now && *now == then) continue;
    const json today = now ? *now : json();
    law["params"][key] = {{"filed", then}, {"today", today}};
    zh += fmt::format("（{} 当时为 {}，现为 {}）", key, then.dump(), today.dump());
    en += fmt::format(" ({} was {}, is now {})", key, then.dump(), today.dump());
  }
  explanation["law"] = std::move(law);
}

}  // namespace lianban::workflow

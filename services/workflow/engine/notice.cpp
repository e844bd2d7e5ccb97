// Papers that go out. They are typeset later, so the effect carries what was so when they were issued.

#include <algorithm>

#include "services/workflow/engine/clocks.h"
#include "services/workflow/engine/look_up.h"
#include "services/workflow/engine/run.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

// The day a period ends on: one that runs to the midnight after it ends on the day before.
std::string LastDay(const ClockState& clock, absl::TimeZone zone) { return DateText(clock.due - absl::Microseconds(1), zone); }

const ClockState* ClockOfStep(Run& run, const Step& step) {
  for (auto each = run.state.activations.rbegin(); each != run.state.activations.rend(); ++each) {
    if (each->step == step.name) return FindClock(run, StepClockName(each->no));
  }
  return nullptr;
}

json MissingLabels(const Run& run) {
  json labels = json::array();
  const auto missing = run.state.vars.find("missing");
  if (missing == run.state.vars.end() || !missing->is_array()) return labels;
  for (const Material& material : run.model.materials) {
    if (std::find(missing->begin(), missing->end(), json(material.name)) == missing->end()) continue;
    labels.push_back(material.label.empty() ? material.name : material.label);
  }
  return labels;
}

}  // namespace

json ToldBy(Run& run, const Step* step) {
  json told = {{"matter", run.model.title}};
  if (step != nullptr && !step->title.empty()) told["step"] = step->title;
  const ClockState* own = step == nullptr ? nullptr : ClockOfStep(run, *step);
  if (own != nullptr) told["due"] = LastDay(*own, run.environment.zone);
  const ClockState* whole = FindClock(run, "case");
  const bool stands_still = step != nullptr && run.model.clock && Contains(run.model.clock->pauses, step->name);
  if (whole != nullptr && !whole->met && !whole->paused_since && !stands_still) told["case_due"] = LastDay(*whole, run.environment.zone);
  if (json labels = MissingLabels(run); !labels.empty()) told["missing"] = std::move(labels);
  if (!run.command.reason.empty()) told["reason"] = run.command.reason;
  return told;
}

void IssueNotice(Run& run, const Step& step, const std::string& name) {
  if (name.empty()) return;
  json payload;
  if (run.tells()) {
    payload = {{"template", name}, {"step", step.name}, {"told", ToldBy(run, &step)}};
    if (!step.basis.empty()) payload["basis"] = step.basis;
    if (!step.remedy.empty()) payload["remedy"] = step.remedy;
    if (step.kind == StepKind::kFinish) payload["result"] = step.result;
  }
  AddEffect(run, "notice", std::move(payload));
  AddFact(run, "NoticeIssued", [&] { return json{{"notice", name}, {"step", step.name}, {"effect", run.effects.back().no}}; });
}

}  // namespace lianban::workflow

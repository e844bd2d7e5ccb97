#include "services/workflow/engine/rest.h"

#include <algorithm>

namespace lianban::workflow {

bool AsksRules(const Step& step) {
  switch (step.kind) {
    case StepKind::kFork:
    case StepKind::kJoin:
    case StepKind::kFinish:
      return false;
    case StepKind::kDecide:
    case StepKind::kSelect:
      return step.table.empty() || step.inputs.has_value();
    case StepKind::kTask:
      return step.each || step.propose_rule || step.inputs || step.by.rule;
    case StepKind::kWait:
      return step.until || step.report;
    case StepKind::kCall:
      return step.each || step.open_until || step.process_rule || step.child_form;
    case StepKind::kEffect:
      return step.settle || step.payload_rule;
  }
  return true;
}

bool HasConditions(const Run& run) {
  if (run.state.vars.contains("kept")) return true;
  return std::any_of(run.state.activations.begin(), run.state.activations.end(),
                     [&](const Activation& activation) { return run.model.Find(activation.step)->until.has_value(); });
}

void RestBefore(Run& run, bool worth) {
  run.rest.reset();
  if (!worth) return;
  run.rest = Rest{run.state,   run.facts.size(), run.happened.size(), run.effects.size(), run.moves.size(), run.touched.size(), run.arrived,
                  run.arrivals, run.form_changed, run.materials_changed};
}

absl::Status GoBackToRest(Run& run) {
  if (run.rest) {
    Rest& rest = *run.rest;
    run.state = std::move(rest.state);
    run.facts.resize(rest.facts);
    run.happened.resize(rest.happened);
    run.effects.resize(rest.effects);
    run.moves.resize(rest.moves);
    run.touched.resize(rest.touched);
    run.arrivals = std::move(rest.arrivals);
    run.arrived = rest.arrived;
    run.form_changed = rest.form_changed;
    run.materials_changed = rest.materials_changed;
  }
  return absl::UnavailableError("rules have to be asked first");
}

}  // namespace lianban::workflow

#pragma once
// Everything the gate asks of a bundle before a person does: script, soundness, scenarios and what they cover.

#include <memory>

#include "services/catalog/release/bundle.h"

namespace lianban::catalog {

struct Examined {
  std::shared_ptr<const workflow::Model> model;  // null when the script cannot be loaded
  v1::GateReport report;                         // `passed` as far as this goes; without what_if and base_moves
};

// `coverage_min_percent`: of the steps, and of the ways, that the scenarios must touch.
// Errors: BUNDLE_TOO_LARGE; UNAVAILABLE when no worker can be had.
absl::StatusOr<Examined> ExamineBundle(workflow::ScriptHost& scripts, const v1::Bundle& bundle, int coverage_min_percent);

// What stands in the way of a report that has not passed: BUNDLE_REFUSED, SCENARIOS_FAILED, COVERAGE_LOW, BASE_MOVED.
absl::Status WhyNotPassed(const std::string& process, const v1::GateReport& report);

v1::Diagnostic DiagnosticOf(const workflow::ScriptDiagnostic& finding);

}  // namespace lianban::catalog

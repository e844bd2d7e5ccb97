#include "services/catalog/gate/examine_bundle.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/workflow/proof/prove.h"
#include "services/workflow/scenario/scenario.h"

namespace lianban::catalog {
namespace {

constexpr size_t kFindingsMax = 20;
constexpr int kDiagnosticsMax = 200;

std::string VerdictOf(const workflow::Model& model, int64_t* markings) {
  const workflow::Proof proof = workflow::Prove(model);
  *markings = proof.markings;
  switch (proof.verdict) {
    case workflow::SoundnessResult::Verdict::kSound: return "sound";
    case workflow::SoundnessResult::Verdict::kUnsound: return "unsound";
    default: return "beyond_bound";
  }
}

void SetPart(const workflow::Coverage::Part& part, v1::GateReport::Coverage& out) {
  out.set_all(part.all);
  out.set_touched(part.touched);
  for (const std::string& missed : part.missed) out.add_missed(missed);
}

bool Covers(const v1::GateReport::Coverage& part, int percent) {
  return static_cast<int64_t>(part.touched()) * 100 >= static_cast<int64_t>(part.all()) * percent;
}

void SetScenarios(const workflow::ScenarioReport& told, v1::GateReport& report) {
  report.set_scenarios_passed(told.passed);
  report.set_scenarios_failed(told.failed);
  for (const workflow::ScenarioResult& result : told.results) {
    if (result.passed) continue;
    v1::GateReport::Scenario& failed = *report.add_failed();
    failed.set_title(result.title);
    failed.set_line(result.line);
    const auto line = std::find_if(result.story.begin(), result.story.end(), [](const auto& l) { return l.failed; });
    if (line == result.story.end()) continue;
    failed.set_story(line->zh);
    failed.set_story_en(line->en);
  }
  SetPart(told.coverage.steps, *report.mutable_steps());
  SetPart(told.coverage.ways, *report.mutable_ways());
  SetPart(told.coverage.rows, *report.mutable_rows());
}

}  // namespace

v1::Diagnostic DiagnosticOf(const workflow::ScriptDiagnostic& finding) {
  v1::Diagnostic out;
  out.set_file(finding.file);
  out.set_line(finding.line);
  out.set_column(finding.column);
  out.set_code(finding.code);
  out.set_message(finding.message);
  out.set_severity(finding.warning ? v1::Diagnostic::SEVERITY_WARNING : v1::Diagnostic::SEVERITY_ERROR);
  return out;
}

absl::StatusOr<Examined> ExamineBundle(workflow::ScriptHost& scripts, const v1::Bundle& bundle, int coverage_min_percent) {
  LIANBAN_ASSIGN_OR_RETURN(const CheckedBundle checked, LoadBundle(scripts, bundle));
  Examined examined;
  v1::GateReport& report = examined.report;
  report.set_hash(checked.bundle->Hash());
  report.set_coverage_min_percent(coverage_min_percent);
  for (const workflow::ScriptDiagnostic& finding : checked.diagnostics) {
    if (report.diagnostics_size() < kDiagnosticsMax) *report.add_diagnostics() = DiagnosticOf(finding);
  }
  if (!checked.model) return examined;
  examined.model = checked.model;
  report.set_title(checked.model->title);
  for (const auto& [path, why] : checked.model->locked) {
    v1::GateReport::Lock& lock = *report.add_locks();
    lock.set_path(path);
    lock.set_why(why);
  }
  int64_t markings = 0;
  report.set_soundness(VerdictOf(*checked.model, &markings));
  report.set_markings(markings);
  std::vector<workflow::ScriptDiagnostic> ignored;  // reading the scenarios has told them already
  LIANBAN_ASSIGN_OR_RETURN(const auto told, workflow::RunScenarios(scripts, checked.model, &ignored));
  SetScenarios(told, report);
  report.set_passed(told.failed == 0 && Covers(report.steps(), coverage_min_percent) &&
                    Covers(report.ways(), coverage_min_percent));
  return examined;
}

absl::Status WhyNotPassed(const std::string& process, const v1::GateReport& report) {
  std::vector<FieldViolation> violations;
  for (const v1::Diagnostic& finding : report.diagnostics()) {
    if (finding.severity() != v1::Diagnostic::SEVERITY_ERROR || violations.size() == kFindingsMax) continue;
    violations.push_back(ViolationOf(
        workflow::ScriptDiagnostic{finding.file(), finding.line(), finding.column(), finding.code(), finding.message()}));
  }
  if (!violations.empty()) return Error("BUNDLE_REFUSED", {{"process", process}}, violations);
  for (const auto& failed : report.failed()) {
    if (violations.size() == kFindingsMax) break;
    const std::string place = fmt::format("scenarios.lua:{}", failed.line());
    violations.push_back({place, "SCENARIO_FAILED",
                          {{"title", failed.title()}, {"story", failed.story()}, {"story_en", failed.story_en()},
                           {"label", place}, {"field", place}}});
  }
  if (!violations.empty()) {
    return Error("SCENARIOS_FAILED", {{"process", process}, {"failed", std::to_string(report.scenarios_failed())}}, violations);
  }
  return Error("COVERAGE_LOW", {{"process", process}, {"min", std::to_string(report.coverage_min_percent())},
                                {"steps", fmt::format("{}/{}", report.steps().touched(), report.steps().all())},
                                {"ways", fmt::format("{}/{}", report.ways().touched(), report.ways().all())}});
}

}  // namespace lianban::catalog

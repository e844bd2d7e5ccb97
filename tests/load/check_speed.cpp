#include <algorithm>

#include "absl/time/clock.h"
#include "services/lib/errors/error.h"
#include "services/workflow/language/read_bundle.h"
#include "services/workflow/language/read_overlay.h"
#include "services/workflow/proof/prove.h"
#include "services/workflow/scenario/scenario.h"
#include "tests/load/script_speed.h"
#include "tests/load/stage.h"

namespace lianban::load {
namespace {

using workflow::ScriptBundle;

struct Checked {
  double seconds = 0, proof_ms = 0;
  workflow::SoundnessResult::Verdict verdict = workflow::SoundnessResult::Verdict::kBeyondBound;
};

absl::StatusOr<Checked> CheckScript(workflow::ScriptHost& host, std::shared_ptr<const ScriptBundle> bundle) {
  Checked checked;
  const absl::Time begun = absl::Now();
  std::vector<workflow::ScriptDiagnostic> findings;
  LIANBAN_ASSIGN_OR_RETURN(const auto model, workflow::LoadProcess(host, bundle, &findings));
  LIANBAN_RETURN_IF_ERROR(workflow::LoadScenarios(host, *bundle, &findings).status());
  const absl::Time loaded = absl::Now();
  checked.verdict = workflow::Prove(*model).verdict;
  checked.proof_ms = absl::ToDoubleMilliseconds(absl::Now() - loaded);
  checked.seconds = absl::ToDoubleSeconds(absl::Now() - begun);
  return checked;
}

absl::StatusOr<std::vector<std::shared_ptr<const ScriptBundle>>> ReadEverything(const std::string& workflows) {
  std::vector<std::shared_ptr<const ScriptBundle>> bundles;
  LIANBAN_ASSIGN_OR_RETURN(const auto folders, workflow::FindProcessFolders(workflows));
  for (const auto& folder : folders) {
    LIANBAN_ASSIGN_OR_RETURN(auto bundle, workflow::ReadBundle(folder));
    bundles.push_back(std::move(bundle));
  }
  LIANBAN_ASSIGN_OR_RETURN(const auto overlays, workflow::FindOverlayFolders(workflows));
  for (const auto& folder : overlays) {
    LIANBAN_ASSIGN_OR_RETURN(auto effective, workflow::ReadEffectiveProcess(folder));
    bundles.push_back(std::move(effective.bundle));
  }
  return bundles;
}

double Number(workflow::SoundnessResult::Verdict verdict) {
  using Verdict = workflow::SoundnessResult::Verdict;
  return verdict == Verdict::kSound ? 1 : verdict == Verdict::kUnsound ? 0 : -1;
}

}  // namespace

absl::Status MeasureChecks(const std::string& workflows, Report& report) {
  LIANBAN_ASSIGN_OR_RETURN(const auto host, workflow::StartWorkerPool({.workers = 1}));
  const absl::Time begun = absl::Now();
  LIANBAN_ASSIGN_OR_RETURN(const auto bundles, ReadEverything(workflows));
  double slowest = 0;
  for (const auto& bundle : bundles) {
    LIANBAN_ASSIGN_OR_RETURN(const Checked checked, CheckScript(*host, bundle));
    slowest = std::max(slowest, checked.proof_ms);
  }
  report.Add("check_workflows_seconds", absl::ToDoubleSeconds(absl::Now() - begun));
  report.Add("proof_ms_slowest", slowest);
  for (const std::string kind : {"", "_abreast"}) {
    auto bundle = std::make_shared<ScriptBundle>();
    bundle->main = "process.lua";
    bundle->files["process.lua"] = ProcessText("bench_thousand" + kind);
    LIANBAN_ASSIGN_OR_RETURN(const Checked checked, CheckScript(*host, bundle));
    report.Add("check_1000_steps" + kind + "_seconds", checked.seconds);
    report.Add("check_1000_steps" + kind + "_sound", Number(checked.verdict));
  }
  return absl::OkStatus();
}

}  // namespace lianban::load

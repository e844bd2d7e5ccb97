#include "services/catalog/release/bundle.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/workflow/proof/prove.h"
#include "services/workflow/scenario/scenario.h"

namespace lianban::catalog {
namespace {

// A script at fault becomes a finding, whoever found it; a fault of ours is passed on.
absl::Status Judge(const absl::Status& status, const std::string& file,
                   std::vector<workflow::ScriptDiagnostic>* diagnostics) {
  if (status.ok()) return status;
  if (!absl::IsInvalidArgument(status)) return status;
  const bool told = std::any_of(diagnostics->begin(), diagnostics->end(), [](const auto& one) { return !one.warning; });
  if (!told) {
    const std::string reason = ReasonOf(status);
    diagnostics->push_back({file, 1, 1, reason.empty() ? "SCRIPT_REFUSED" : reason, Localized(status, "zh-CN")});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CheckedBundle> LoadBundle(workflow::ScriptHost& scripts, const v1::Bundle& bundle) {
  size_t bytes = 0;
  auto loaded = std::make_shared<workflow::ScriptBundle>();
  loaded->main = bundle.main();
  for (const auto& [path, content] : bundle.files()) {
    bytes += path.size() + content.size();
    loaded->files[path] = content;
  }
  if (bytes > kBundleBytesMax || bundle.files_size() > kFilesMax) return Error("BUNDLE_TOO_LARGE");
  CheckedBundle checked;
  checked.bundle = std::move(loaded);
  auto model = workflow::LoadProcess(scripts, checked.bundle, &checked.diagnostics);
  LIANBAN_RETURN_IF_ERROR(Judge(model.status(), bundle.main(), &checked.diagnostics));
  if (!model.ok()) return checked;
  const auto scenarios = workflow::LoadScenarios(scripts, *checked.bundle, &checked.diagnostics);
  LIANBAN_RETURN_IF_ERROR(Judge(scenarios.status(), workflow::ScenariosPath(*checked.bundle), &checked.diagnostics));
  bool sound = true;
  for (workflow::ScriptDiagnostic& finding : workflow::Prove(**model).findings) {
    sound = sound && finding.warning;
    checked.diagnostics.push_back(std::move(finding));
  }
  if (scenarios.ok() && sound) checked.model = *std::move(model);
  return checked;
}

FieldViolation ViolationOf(const workflow::ScriptDiagnostic& finding) {
  const std::string place = fmt::format("{}:{}:{}", finding.file, finding.line, finding.column);
  return {place, "FINDING", {{"code", finding.code}, {"message", finding.message}, {"label", place}, {"field", place}}};
}

}  // namespace lianban::catalog

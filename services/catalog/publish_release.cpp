#include <algorithm>

#include "fmt/format.h"
#include "services/catalog/bundle.h"
#include "services/catalog/names.h"
#include "services/catalog/release_store.h"
#include "services/catalog/releases.h"
#include "services/lib/errors/error.h"
#include "services/workflow/scenario/scenario.h"

namespace lianban::catalog {
namespace {

constexpr size_t kNoteBytesMax = 4000;
constexpr size_t kFindingsMax = 20;

absl::Status Refused(const std::string& process, const std::vector<workflow::ScriptDiagnostic>& diagnostics) {
  std::vector<FieldViolation> violations;
  for (const workflow::ScriptDiagnostic& finding : diagnostics) {
    if (!finding.warning && violations.size() < kFindingsMax) violations.push_back(ViolationOf(finding));
  }
  return Error("BUNDLE_REFUSED", {{"process", process}}, violations);
}

absl::Status Failed(const std::string& process, const std::string& file, const workflow::ScenarioReport& report) {
  std::vector<FieldViolation> violations;
  for (const workflow::ScenarioResult& result : report.results) {
    if (result.passed || violations.size() == kFindingsMax) continue;
    const auto line = std::find_if(result.story.begin(), result.story.end(), [](const auto& l) { return l.failed; });
    const std::string place = fmt::format("{}:{}", file, result.line);
    const bool told = line != result.story.end();
    violations.push_back({place, "SCENARIO_FAILED",
                          {{"title", result.title}, {"story", told ? line->zh : ""}, {"story_en", told ? line->en : ""},
                           {"label", place}, {"field", place}}});
  }
  return Error("SCENARIOS_FAILED", {{"process", process}, {"failed", std::to_string(report.failed)}}, violations);
}

// Everything a release holds but its number.
absl::StatusOr<v1::Release> Prepare(workflow::ScriptHost& scripts, const Change& change,
                                    const v1::PublishReleaseRequest& request) {
  LIANBAN_ASSIGN_OR_RETURN(const CheckedBundle checked, LoadBundle(scripts, request.bundle()));
  if (!checked.model) return Refused(request.process(), checked.diagnostics);
  if (checked.model->process != request.process()) {
    return Error("PROCESS_NAME_MISMATCH", {{"process", request.process()}, {"named", checked.model->process}});
  }
  std::vector<workflow::ScriptDiagnostic> diagnostics;
  LIANBAN_ASSIGN_OR_RETURN(const auto report, workflow::RunScenarios(scripts, checked.model, &diagnostics));
  if (report.failed > 0) return Failed(request.process(), workflow::ScenariosPath(*checked.bundle), report);
  v1::Release release;
  release.set_scenarios_passed(report.passed);
  release.set_process(request.process());
  release.set_hash(checked.bundle->Hash());
  *release.mutable_bundle() = request.bundle();
  release.set_title(checked.model->title);
  release.set_author(change.caller.user_name());
  release.set_note(request.note());
  const int64_t micros = absl::ToUnixMicros(change.now);
  release.mutable_publish_time()->set_seconds(micros / 1'000'000);
  release.mutable_publish_time()->set_nanos(static_cast<int32_t>(micros % 1'000'000 * 1000));
  return release;
}

}  // namespace

absl::StatusOr<v1::Release> PublishRelease(postgres::Database& database, workflow::ScriptHost& scripts,
                                           const Change& change, const v1::PublishReleaseRequest& request) {
  LIANBAN_RETURN_IF_ERROR(RequireWorkflowAdmin(change.caller));
  if (!IsProcessName(request.process())) return Error("REQUEST_INVALID", {{"detail", "process"}});
  if (request.note().size() > kNoteBytesMax) return Error("REQUEST_INVALID", {{"detail", "note"}});
  v1::Release answer;
  LIANBAN_ASSIGN_OR_RETURN(const bool answered,
                           EarlierAnswer(database, change, request.request_id(), request, &answer));
  if (!answered) {
    // Scripts run before the transaction begins: it holds no lock while they do.
    LIANBAN_ASSIGN_OR_RETURN(const v1::Release prepared, Prepare(scripts, change, request));
    LIANBAN_RETURN_IF_ERROR(WriteOnce(database, change, request.request_id(), request, &answer,
                                      [&](postgres::Transaction& tx) -> absl::Status {
      answer = prepared;
      answer.clear_bundle();  // the remembered answer needs no second copy of it
      LIANBAN_ASSIGN_OR_RETURN(const auto current, ReadCurrentRelease(tx, change.city(), request.process()));
      if (current && current->hash == prepared.hash()) {
        answer.set_number(current->number);
        return absl::OkStatus();
      }
      LIANBAN_ASSIGN_OR_RETURN(const int number, InsertRelease(tx, change, prepared));
      answer.set_number(number);
      return absl::OkStatus();
    }));
  }
  LIANBAN_ASSIGN_OR_RETURN(auto stored, ReadRelease(database, change.city(), request.process(), answer.number()));
  if (!stored) return absl::InternalError("a release vanished");
  return *std::move(stored);
}

}  // namespace lianban::catalog

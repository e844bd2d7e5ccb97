#include "nlohmann/json.hpp"
#include "services/catalog/environment/environment_store.h"
#include "services/catalog/gate/base_moves.h"
#include "services/catalog/gate/draft_store.h"
#include "services/catalog/gate/drafts.h"
#include "services/catalog/gate/examine_bundle.h"
#include "services/catalog/moment.h"
#include "services/catalog/release/effective_bundle.h"
#include "services/catalog/release/release_store.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/workflow/overlay/compose.h"

namespace lianban::catalog {
namespace {

using nlohmann::json;

constexpr int kReplayCasesDefault = 200;

// What is read before anything runs: no transaction is open while scripts do.
struct Ground {
  v1::Draft draft;
  EffectiveBundle effective;
  v1::Release written_on;   // of an area: what was above when its current release was checked
  int coverage_min = 0, replay_cases = kReplayCasesDefault;
  json given = {{"params", json::object()}, {"duties", json::object()}};
};

int PercentOf(const std::string& text, int otherwise, int max) {
  const json value = json::parse(text, nullptr, false);
  return value.is_number_integer() ? std::clamp(value.get<int>(), 0, max) : otherwise;
}

absl::Status ReadParameters(postgres::Transaction& tx, const std::string& city_id, Ground* ground) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("gate_parameters", {city_id}));
  for (int i = 0; i < rows->size(); ++i) {
    const std::string value = rows->GetString(i, 1);
    if (rows->Get(i, 0) == "gate.coverage") ground->coverage_min = PercentOf(value, 0, 100);
    else ground->replay_cases = PercentOf(value, kReplayCasesDefault, 10000);
  }
  v1::GetEnvironmentResponse world;
  LIANBAN_RETURN_IF_ERROR(ReadParametersAndDuties(tx, city_id, &world));
  // The nearest area last, so that it decides.
  std::stable_sort(world.mutable_parameters()->begin(), world.mutable_parameters()->end(),
                   [](const auto& a, const auto& b) { return a.area_code().size() < b.area_code().size(); });
  const std::string& area = ground->draft.area_code();
  for (const v1::Parameter& parameter : world.parameters()) {
    if (workflow::overlay::LiesIn(area, parameter.area_code())) {
      ground->given["params"][parameter.key()] = json::parse(parameter.value_json(), nullptr, false);
    }
  }
  for (const v1::Duty& duty : world.duties()) {
    if (area.empty() || workflow::overlay::LiesIn(area, duty.area_code())) ground->given["duties"][duty.duty()] = duty.unit_id();
  }
  return absl::OkStatus();
}

absl::Status ReadGround(postgres::Transaction& tx, const Change& change, const v1::CheckDraftRequest& request, Ground* ground) {
  LIANBAN_ASSIGN_OR_RETURN(auto stored, ReadDraft(tx, change.city(), request.draft_id(), 0));
  if (!stored) return Error("NOT_FOUND", {{"name", request.draft_id()}});
  ground->draft = std::move(stored->draft);
  const v1::Draft& draft = ground->draft;
  if (draft.state() == v1::Draft::STATE_PUBLISHED) return Error("DRAFT_PUBLISHED");
  if (draft.version() != request.version()) return Error("DRAFT_CHANGED", {{"version", std::to_string(draft.version())}});
  LIANBAN_ASSIGN_OR_RETURN(ground->effective, EffectiveBundleOf(tx, change.city(), draft, change.now));
  const v1::Release& current = ground->effective.current;
  if (!draft.area_code().empty() && current.area_code() == draft.area_code() && !current.draft_id().empty()) {
    LIANBAN_ASSIGN_OR_RETURN(const auto before, ReadDraft(tx, change.city(), current.draft_id(), kNoFiles));
    if (before && before->draft.above_number() > 0) {
      LIANBAN_ASSIGN_OR_RETURN(auto above, ReadRelease(tx, change.city(), {draft.process(), before->draft.above_number(), "", {}}));
      if (above) ground->written_on = *std::move(above);
    }
  }
  return ReadParameters(tx, change.city(), ground);
}

void SetWhatIf(workflow::ScriptHost& scripts, const PastCases& past, const Change& change, const Ground& ground,
               std::shared_ptr<const workflow::Model> edited, v1::WhatIfReport& report) {
  const v1::Release& current = ground.effective.current;
  report.set_base_number(current.number());
  if (current.number() == 0) return report.set_skipped("以前没有发布过 (no release before this one)");
  if (!past.reachable() || ground.replay_cases == 0) return report.set_skipped("参数 gate.replay_cases 为 0，或没有接上办件服务 (gate.replay_cases is 0, or casework is not reachable)");
  auto recording = past.Fetch(change.city(), ground.draft.process(), ground.draft.area_code(), ground.replay_cases);
  // What cannot be asked for now is told to the approver, who may want to wait.
  if (!recording.ok()) return report.set_skipped(Localized(recording.status(), "zh-CN") + " (" + Localized(recording.status(), "en") + ")");
  auto base = workflow::LoadProcess(scripts, std::make_shared<workflow::ScriptBundle>(FromWire(current.bundle())), nullptr);
  if (!base.ok()) return report.set_skipped("现行版本载入不了 (the release in force cannot be loaded)");
  const int number = current.number();
  report = ReplayPast(scripts, *base, std::move(edited), *std::move(recording), ground.given);
  report.set_base_number(number);
}

}  // namespace

absl::StatusOr<v1::Draft> CheckDraft(postgres::Database& database, workflow::ScriptHost& scripts, const PastCases& past,
                                     const Change& change, const v1::CheckDraftRequest& request) {
  LIANBAN_RETURN_IF_ERROR(RequireWorkflowAdmin(change.caller));
  if (!crypto::IsUuid(request.draft_id())) return Error("NOT_FOUND", {{"name", request.draft_id()}});
  v1::Draft answer;
  LIANBAN_ASSIGN_OR_RETURN(const bool answered, EarlierAnswer(database, change, request.request_id(), request, &answer));
  if (answered) return answer;
  Ground ground;
  LIANBAN_RETURN_IF_ERROR(database.RunReadTx(change.city(), [&](postgres::Transaction& tx) -> absl::Status {
    ground = Ground();
    return ReadGround(tx, change, request, &ground);
  }));
  LIANBAN_ASSIGN_OR_RETURN(Examined examined, ExamineBundle(scripts, ground.effective.bundle, ground.coverage_min));
  v1::GateReport& report = examined.report;
  *report.mutable_time() = MomentOf(absl::ToUnixMicros(change.now));
  report.set_checked_by(change.caller.user_name());
  if (examined.model && examined.model->process != ground.draft.process()) {
    return Error("PROCESS_NAME_MISMATCH", {{"process", ground.draft.process()}, {"named", examined.model->process}});
  }
  if (examined.model) SetWhatIf(scripts, past, change, ground, examined.model, *report.mutable_what_if());
  AddBaseMoves(scripts, ground.draft, ground.written_on, ground.effective.above, report);
  LIANBAN_RETURN_IF_ERROR(WriteOnce(database, change, request.request_id(), request, &answer,
                                    [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(auto stored, LockDraft(tx, change.city(), request.draft_id(), kNoFiles));
    if (!stored || stored->draft.version() != request.version()) {
      return Error("DRAFT_CHANGED", {{"version", stored ? std::to_string(stored->draft.version()) : "?"}});
    }
    if (stored->draft.state() == v1::Draft::STATE_PUBLISHED) return Error("DRAFT_PUBLISHED");
    answer = std::move(stored->draft);
    *answer.mutable_report() = report;
    answer.set_hash(report.hash());
    answer.set_above_number(ground.effective.above.number());
    answer.set_state(report.passed() ? v1::Draft::STATE_CHECKED : v1::Draft::STATE_EDITING);
    answer.clear_approver();
    answer.clear_decision_reason();
    answer.clear_decide_time();
    return UpdateDraft(tx, change, answer, "");
  }));
  return answer;
}

}  // namespace lianban::catalog

#include <algorithm>

#include "services/catalog/environment/parameter_locks.h"
#include "services/catalog/gate/draft_store.h"
#include "services/catalog/moment.h"
#include "services/catalog/note_change.h"
#include "services/catalog/release/effective_bundle.h"
#include "services/catalog/release/release_store.h"
#include "services/catalog/release/releases.h"
#include "services/catalog/writing_call.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/workflow/overlay/compose.h"
#include "services/workflow/validate/area_code.h"

namespace lianban::catalog {
namespace {

constexpr int kAreasMax = 500;

absl::Status NoSuchRelease(const std::string& process, int number) {
  return Error("NOT_FOUND", {{"name", process + " v" + std::to_string(number)}});
}

// In the short form, each inside the release's own area and the caller's.
absl::StatusOr<std::vector<std::string>> CheckAreas(const Change& change, const google::protobuf::RepeatedPtrField<std::string>& wanted,
                                                    const std::string& process, const std::string& layer) {
  if (wanted.size() > kAreasMax) return Error("REQUEST_INVALID", {{"detail", "area_codes"}});
  std::vector<std::string> areas;
  for (const std::string& code : wanted) {
    LIANBAN_ASSIGN_OR_RETURN(const auto area, workflow::ParseAreaCode(code));
    if (!workflow::overlay::LiesIn(area.brief, layer)) {
      return Error("SCOPE_OUTSIDE", {{"area", code}, {"layer", layer}});
    }
    LIANBAN_RETURN_IF_ERROR(RequireArea(change, area.brief, process));
    areas.push_back(area.brief);
  }
  if (areas.empty()) LIANBAN_RETURN_IF_ERROR(RequireArea(change, layer, process));
  return areas;
}

// Never in the past: what was decided under the release of then stays so.
absl::Time EffectiveTime(bool given, const google::protobuf::Timestamp& moment, absl::Time now) {
  return given ? std::max(now, absl::FromUnixMicros(MicrosOf(moment))) : now;
}

v1::Release ReleaseOf(const v1::Draft& draft, v1::Bundle bundle, const Change& change, const std::string& note) {
  v1::Release release;
  release.set_process(draft.process());
  release.set_hash(draft.hash());
  *release.mutable_bundle() = std::move(bundle);
  release.set_title(draft.report().title());
  release.set_author(draft.editors_size() > 0 ? draft.editors(0) : change.caller.user_name());
  release.set_note(note.empty() ? draft.note() : note);
  release.set_scenarios_passed(draft.report().scenarios_passed());
  release.set_area_code(draft.area_code());
  release.set_approver(draft.approver());
  release.set_draft_id(draft.draft_id());
  return release;
}

// What the approver has read compares with a release that is still the one to be replaced.
absl::Status CheckStillCompared(postgres::Transaction& tx, const Change& change, const v1::Draft& draft, const v1::Release& current) {
  const int compared = draft.report().what_if().base_number();
  if (current.number() == compared) return absl::OkStatus();
  LIANBAN_ASSIGN_OR_RETURN(const auto before, ReadRelease(tx, change.city(), {draft.process(), compared, "", {}}));
  if (compared > 0 && before && before->hash() == current.hash()) return absl::OkStatus();
  return Error("RELEASE_MOVED", {{"process", draft.process()}, {"number", std::to_string(current.number())}});
}

// A release that a later one has followed comes back as a new one, with a reason, or not at all.
absl::Status CheckNotSuperseded(postgres::Transaction& tx, const Change& change, const v1::Release& release,
                                const std::vector<std::string>& areas, absl::Time effective) {
  LIANBAN_ASSIGN_OR_RETURN(const auto scopes, ReadScopes(tx, change.city(), release.process()));
  for (const std::string& area : areas.empty() ? std::vector<std::string>{release.area_code()} : areas) {
    const int holds = OfLayerInForce(scopes, release.area_code(), area, effective);
    if (holds <= release.number()) continue;
    return Error("RELEASE_SUPERSEDED", {{"process", release.process()}, {"number", std::to_string(holds)}, {"old", std::to_string(release.number())}});
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Release> StoredRelease(postgres::Database& database, const std::string& city_id, const std::string& process,
                                   int number) {
  LIANBAN_ASSIGN_OR_RETURN(auto stored, ReadRelease(database, city_id, {process, number, "", absl::Time()}));
  if (!stored) return absl::InternalError("a release vanished");
  return *std::move(stored);
}

}  // namespace

absl::StatusOr<v1::Release> PublishRelease(postgres::Database& database, const Change& called,
                                           const v1::PublishReleaseRequest& request) {
  LIANBAN_RETURN_IF_ERROR(RequireWorkflowAdmin(called.caller));
  if (request.draft_id().empty()) return Error("DRAFT_REQUIRED");
  if (!crypto::IsUuid(request.draft_id())) return Error("NOT_FOUND", {{"name", request.draft_id()}});
  if (request.note().size() > kReasonBytesMax) return Error("REQUEST_INVALID", {{"detail", "note"}});
  v1::Release answer;
  LIANBAN_RETURN_IF_ERROR(WriteOnce(database, called, request.request_id(), request, &answer,
                                    [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(auto stored, LockDraft(tx, called.city(), request.draft_id(), 0));
    if (!stored) return Error("NOT_FOUND", {{"name", request.draft_id()}});
    v1::Draft& draft = stored->draft;
    LIANBAN_ASSIGN_OR_RETURN(const Change change, LockProcess(tx, called, draft.process()));
    if (draft.state() == v1::Draft::STATE_PUBLISHED) return Error("DRAFT_PUBLISHED");
    if (draft.state() != v1::Draft::STATE_APPROVED) return Error("DRAFT_NOT_APPROVED", {{"process", draft.process()}});
    LIANBAN_ASSIGN_OR_RETURN(const auto areas, CheckAreas(change, request.area_codes(), draft.process(), draft.area_code()));
    LIANBAN_ASSIGN_OR_RETURN(auto effective, EffectiveBundleOf(tx, change.city(), draft, change.now));
    // What was approved is what is published: nothing above may have moved since.
    if (FromWire(effective.bundle).Hash() != draft.hash()) return Error("BASE_MOVED", {{"process", draft.process()}});
    LIANBAN_RETURN_IF_ERROR(CheckStillCompared(tx, change, draft, effective.current));
    v1::Release release = ReleaseOf(draft, std::move(effective.bundle), change, request.note());
    LIANBAN_ASSIGN_OR_RETURN(const int number, InsertRelease(tx, change, release, stored->approver_id));
    release.set_number(number);
    LIANBAN_ASSIGN_OR_RETURN(const auto scopes,
                             InsertScopes(tx, change, release, areas,
                                          EffectiveTime(request.has_effective_time(), request.effective_time(), change.now),
                                          release.note()));
    draft.set_state(v1::Draft::STATE_PUBLISHED);
    draft.set_release_number(number);
    LIANBAN_RETURN_IF_ERROR(UpdateDraft(tx, change, draft, stored->approver_id));
    LIANBAN_RETURN_IF_ERROR(SetLocks(tx, change, release, draft));
    LIANBAN_RETURN_IF_ERROR(NoteRelease(tx, change, "publish_release", release, &draft, scopes));
    answer.set_process(draft.process());
    answer.set_number(number);
    return absl::OkStatus();
  }));
  return StoredRelease(database, called.city(), answer.process(), answer.number());
}

absl::StatusOr<v1::Release> SetReleaseScope(postgres::Database& database, const Change& called,
                                            const v1::SetReleaseScopeRequest& request) {
  if (request.reason().size() > kReasonBytesMax) return Error("REQUEST_INVALID", {{"detail", "reason"}});
  v1::Release answer;
  LIANBAN_RETURN_IF_ERROR(WriteOnce(database, called, request.request_id(), request, &answer,
                                    [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(auto release, ReadRelease(tx, called.city(), {request.process(), request.number(), "", {}}));
    if (!release || request.number() <= 0) return NoSuchRelease(request.process(), request.number());
    LIANBAN_ASSIGN_OR_RETURN(const Change change, LockProcess(tx, called, request.process()));
    LIANBAN_ASSIGN_OR_RETURN(const auto areas, CheckAreas(change, request.area_codes(), request.process(), release->area_code()));
    answer = *std::move(release);
    answer.clear_bundle();
    const absl::Time effective = EffectiveTime(request.has_effective_time(), request.effective_time(), change.now);
    LIANBAN_RETURN_IF_ERROR(CheckNotSuperseded(tx, change, answer, areas, effective));
    LIANBAN_ASSIGN_OR_RETURN(const auto scopes, InsertScopes(tx, change, answer, areas, effective, request.reason()));
    std::vector<std::string> subjects;
    for (const auto& sequence : scopes) subjects.push_back("catalog.release_scope " + request.process() + "/" + sequence);
    return NoteChange(tx, change, "set_release_scope", subjects);
  }));
  return answer;
}

absl::StatusOr<v1::Release> RollBackRelease(postgres::Database& database, const Change& called,
                                            const v1::RollBackReleaseRequest& request) {
  if (request.reason().empty()) return Error("REASON_REQUIRED");
  if (request.reason().size() > kReasonBytesMax) return Error("REQUEST_INVALID", {{"detail", "reason"}});
  v1::Release answer;
  LIANBAN_RETURN_IF_ERROR(WriteOnce(database, called, request.request_id(), request, &answer,
                                    [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(auto earlier, ReadRelease(tx, called.city(), {request.process(), request.to_number(), "", {}}));
    if (!earlier || request.to_number() <= 0) return NoSuchRelease(request.process(), request.to_number());
    LIANBAN_ASSIGN_OR_RETURN(const Change change, LockProcess(tx, called, request.process()));
    v1::Release release = *std::move(earlier);
    LIANBAN_RETURN_IF_ERROR(RequireArea(change, release.area_code(), request.process()));
    release.set_rolled_back_to(request.to_number());
    release.set_author(change.caller.user_name());
    release.set_note(request.reason());
    LIANBAN_ASSIGN_OR_RETURN(const int number, InsertRelease(tx, change, release, ""));
    release.set_number(number);
    LIANBAN_ASSIGN_OR_RETURN(const auto scopes, InsertScopes(tx, change, release, {}, change.now, request.reason()));
    std::optional<StoredDraft> passed;  // releases from before the gate have none
    if (!release.draft_id().empty()) {
      LIANBAN_ASSIGN_OR_RETURN(passed, ReadDraft(tx, change.city(), release.draft_id(), kNoFiles));
    }
    LIANBAN_RETURN_IF_ERROR(SetLocks(tx, change, release, passed ? passed->draft : v1::Draft()));
    LIANBAN_RETURN_IF_ERROR(
        NoteRelease(tx, change, "roll_back_release", release, passed ? &passed->draft : nullptr, scopes));
    answer.set_number(number);
    return absl::OkStatus();
  }));
  return StoredRelease(database, called.city(), request.process(), answer.number());
}

}  // namespace lianban::catalog

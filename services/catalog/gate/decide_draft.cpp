#include <algorithm>

#include "services/catalog/gate/draft_store.h"
#include "services/catalog/gate/drafts.h"
#include "services/catalog/moment.h"
#include "services/catalog/note_change.h"
#include "services/catalog/writing_call.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::catalog {
namespace {

absl::Status MayDecide(const StoredDraft& stored, const Change& change, const v1::DecideDraftRequest& request) {
  const v1::Draft& draft = stored.draft;
  if (draft.version() != request.version() || draft.hash() != request.hash()) {
    return Error("DRAFT_CHANGED", {{"version", std::to_string(draft.version())}});
  }
  LIANBAN_RETURN_IF_ERROR(RequireArea(change, draft.area_code(), draft.process()));
  if (draft.state() != v1::Draft::STATE_CHECKED) return Error("DRAFT_NOT_CHECKED", {{"process", draft.process()}});
  const auto& editors = stored.editor_ids;
  if (std::find(editors.begin(), editors.end(), change.caller.user_id()) != editors.end()) {
    return Error("SECOND_PERSON_REQUIRED");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Draft> DecideDraft(postgres::Database& database, const Change& change,
                                      const v1::DecideDraftRequest& request) {
  LIANBAN_RETURN_IF_ERROR(RequireRole(change.caller, kApproverRole));
  // A person, by name: neither the platform nor a program decides.
  if (change.caller.actor_class() != identity::v1::ACTOR_CLASS_PERSON || change.caller.user_id().empty()) {
    return Error("PERMISSION_DENIED");
  }
  if (!request.approve() && request.reason().empty()) return Error("REASON_REQUIRED");
  if (request.reason().size() > kReasonBytesMax) return Error("REQUEST_INVALID", {{"detail", "reason"}});
  if (!crypto::IsUuid(request.draft_id())) return Error("NOT_FOUND", {{"name", request.draft_id()}});
  v1::Draft answer;
  LIANBAN_RETURN_IF_ERROR(WriteOnce(
      database, change, request.request_id(), request, &answer,
      [&](postgres::Transaction& tx) -> absl::Status {
        LIANBAN_ASSIGN_OR_RETURN(auto stored, LockDraft(tx, change.city(), request.draft_id(), kNoFiles));
        if (!stored) return Error("NOT_FOUND", {{"name", request.draft_id()}});
        LIANBAN_RETURN_IF_ERROR(MayDecide(*stored, change, request));
        answer = std::move(stored->draft);
        answer.set_state(request.approve() ? v1::Draft::STATE_APPROVED : v1::Draft::STATE_RETURNED);
        answer.set_approver(change.caller.user_name());
        answer.set_decision_reason(request.reason());
        *answer.mutable_decide_time() = MomentOf(absl::ToUnixMicros(change.now));
        LIANBAN_RETURN_IF_ERROR(UpdateDraft(tx, change, answer, change.caller.user_id()));
        return NoteDecision(tx, change, answer);
      },
      kApproverRole));
  return answer;
}

}  // namespace lianban::catalog

#include "services/catalog/gate/draft_store.h"
#include "services/catalog/gate/drafts.h"
#include "services/catalog/moment.h"
#include "services/catalog/names.h"
#include "services/catalog/page.h"
#include "services/catalog/release/bundle.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/workflow/validate/area_code.h"

namespace lianban::catalog {
namespace {

constexpr size_t kNoteBytesMax = 4000;

absl::Status CheckShape(v1::Draft& draft) {
  if (!IsProcessName(draft.process())) return Error("REQUEST_INVALID", {{"detail", "process"}});
  if (draft.note().size() > kNoteBytesMax) return Error("REQUEST_INVALID", {{"detail", "note"}});
  if (!draft.area_code().empty()) {
    LIANBAN_ASSIGN_OR_RETURN(const auto area, workflow::ParseAreaCode(draft.area_code()));
    draft.set_area_code(area.brief);
  }
  size_t bytes = 0;
  for (const auto& [path, text] : draft.bundle().files()) bytes += path.size() + text.size();
  if (bytes > kBundleBytesMax || draft.bundle().files_size() > kFilesMax) return Error("BUNDLE_TOO_LARGE");
  if (draft.bundle().files_size() == 0) return Error("REQUEST_INVALID", {{"detail", "bundle"}});
  draft.mutable_bundle()->set_main(draft.area_code().empty() ? "process.lua" : "adapt.lua");
  return absl::OkStatus();
}

// The next version of what is stored; 1 for a new draft.
absl::StatusOr<int> NextVersion(postgres::Transaction& tx, const Change& change, const v1::Draft& wanted) {
  LIANBAN_ASSIGN_OR_RETURN(const auto stored, LockDraft(tx, change.city(), wanted.draft_id(), kNoFiles));
  if (!stored) return Error("NOT_FOUND", {{"name", wanted.draft_id()}});
  const v1::Draft& draft = stored->draft;
  if (draft.state() == v1::Draft::STATE_PUBLISHED) return Error("DRAFT_PUBLISHED");
  if (draft.version() != wanted.version()) return Error("DRAFT_CHANGED", {{"version", std::to_string(draft.version())}});
  if (draft.process() != wanted.process() || draft.area_code() != wanted.area_code()) {
    return Error("REQUEST_INVALID", {{"detail", "process, area_code"}});
  }
  return draft.version() + 1;
}

absl::StatusOr<v1::Draft> ReadStored(postgres::Database& database, const std::string& city_id, const std::string& draft_id,
                                 int version) {
  v1::Draft draft;
  if (!crypto::IsUuid(draft_id)) return Error("NOT_FOUND", {{"name", draft_id}});
  LIANBAN_RETURN_IF_ERROR(database.RunReadTx(city_id, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(auto stored, ReadDraft(tx, city_id, draft_id, version));
    if (!stored) return Error("NOT_FOUND", {{"name", draft_id}});
    draft = std::move(stored->draft);
    return absl::OkStatus();
  }));
  return draft;
}

}  // namespace

absl::StatusOr<v1::Draft> PutDraft(postgres::Database& database, const Change& change, const v1::PutDraftRequest& request) {
  v1::Draft draft = request.draft();
  LIANBAN_RETURN_IF_ERROR(CheckShape(draft));
  LIANBAN_RETURN_IF_ERROR(RequireArea(change, draft.area_code(), draft.process()));
  const bool fresh = draft.draft_id().empty();
  if (!fresh && !crypto::IsUuid(draft.draft_id())) return Error("NOT_FOUND", {{"name", draft.draft_id()}});
  v1::Draft answer;
  LIANBAN_RETURN_IF_ERROR(WriteOnce(database, change, request.request_id(), request, &answer,
                                    [&](postgres::Transaction& tx) -> absl::Status {
    v1::Draft next = draft;
    next.set_version(1);
    if (fresh) {
      next.set_draft_id(crypto::NewUuid());
    } else {
      LIANBAN_ASSIGN_OR_RETURN(const int version, NextVersion(tx, change, draft));
      next.set_version(version);
    }
    next.set_state(v1::Draft::STATE_EDITING);
    LIANBAN_RETURN_IF_ERROR(InsertDraftVersion(tx, change, next));
    answer.set_draft_id(next.draft_id());
    return absl::OkStatus();
  }));
  return ReadStored(database, change.city(), answer.draft_id(), 0);
}

absl::StatusOr<v1::Draft> GetDraft(postgres::Database& database, const rpc::Context& caller,
                                   const v1::GetDraftRequest& request) {
  return ReadStored(database, caller.city_id(), request.draft_id(), std::max(request.version(), 0));
}

absl::StatusOr<v1::ListDraftsResponse> ListDrafts(postgres::Database& database, const rpc::Context& caller,
                                                  const v1::ListDraftsRequest& request) {
  LIANBAN_ASSIGN_OR_RETURN(const std::string key, KeyOfPage(request.page_token()));
  const int size = PageSize(request.page_size());
  DraftQuery query{request.process(), request.state(), "", "", size + 1};
  if (const size_t bar = key.find('|'); bar != std::string::npos) {
    query.before_time = key.substr(0, bar);
    query.before_id = key.substr(bar + 1);
    if (!crypto::IsUuid(query.before_id)) return Error("PAGE_TOKEN_INVALID");
  }
  LIANBAN_ASSIGN_OR_RETURN(auto drafts, ReadDrafts(database, caller.city_id(), query));
  v1::ListDraftsResponse response;
  const bool more = static_cast<int>(drafts.size()) > size;
  if (more) drafts.pop_back();
  for (v1::Draft& draft : drafts) *response.add_drafts() = std::move(draft);
  if (more) {
    const v1::Draft& last = *response.drafts().rbegin();
    response.set_next_page_token(
        PageToken(postgres::Timestamp(MicrosOf(last.change_time())) + "|" + last.draft_id()));
  }
  return response;
}

}  // namespace lianban::catalog

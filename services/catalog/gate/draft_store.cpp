#include "services/catalog/gate/draft_store.h"

#include <algorithm>

#include "services/catalog/moment.h"
#include "services/lib/errors/error.h"

namespace lianban::catalog {
namespace {

absl::StatusOr<v1::Draft> DraftOf(const postgres::Rows& rows, int row) {
  v1::Draft draft;
  draft.set_draft_id(rows.GetString(row, 0));
  draft.set_process(rows.GetString(row, 1));
  draft.set_area_code(rows.GetString(row, 2));
  draft.set_version(static_cast<int32_t>(rows.GetInt(row, 3)));
  draft.set_state(static_cast<v1::Draft::State>(rows.GetInt(row, 4)));
  draft.set_note(rows.GetString(row, 5));
  draft.mutable_bundle()->set_main(rows.GetString(row, 6));
  draft.set_hash(rows.GetString(row, 7));
  draft.set_above_number(static_cast<int32_t>(rows.GetInt(row, 8)));
  const std::string report = postgres::FromBytes(rows.Get(row, 9));
  if (!report.empty() && !draft.mutable_report()->ParseFromString(report)) {
    return absl::InternalError("the report of a draft cannot be read");
  }
  draft.set_approver(rows.GetString(row, 10));
  draft.set_decision_reason(rows.GetString(row, 11));
  if (!rows.IsNull(row, 12)) *draft.mutable_decide_time() = MomentOf(postgres::FromTimestamp(rows.Get(row, 12)));
  draft.set_release_number(static_cast<int32_t>(rows.GetInt(row, 13)));
  *draft.mutable_change_time() = MomentOf(postgres::FromTimestamp(rows.Get(row, 14)));
  return draft;
}

absl::StatusOr<std::optional<StoredDraft>> Read(postgres::Transaction& tx, std::string_view query,
                                                const std::string& city_id, const std::string& draft_id, int version) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query(query, {city_id, draft_id}));
  if (rows->size() == 0) return std::nullopt;
  StoredDraft stored;
  LIANBAN_ASSIGN_OR_RETURN(stored.draft, DraftOf(*rows, 0));
  stored.approver_id = rows->GetString(0, 15);
  LIANBAN_ASSIGN_OR_RETURN(const auto editors, tx.Query("draft_editors", {city_id, draft_id}));
  for (int i = 0; i < editors->size(); ++i) {
    const std::string id = editors->GetString(i, 0);
    if (std::find(stored.editor_ids.begin(), stored.editor_ids.end(), id) != stored.editor_ids.end()) continue;
    stored.editor_ids.push_back(id);
    stored.draft.add_editors(editors->GetString(i, 1));
  }
  if (version == kNoFiles) return stored;
  const int wanted = version == 0 ? stored.draft.version() : version;
  LIANBAN_ASSIGN_OR_RETURN(const auto files, tx.Query("draft_files", {city_id, draft_id, std::to_string(wanted)}));
  for (int i = 0; i < files->size(); ++i) {
    (*stored.draft.mutable_bundle()->mutable_files())[files->GetString(i, 0)] = files->GetString(i, 1);
  }
  return stored;
}

}  // namespace

absl::StatusOr<std::optional<StoredDraft>> ReadDraft(postgres::Transaction& tx, const std::string& city_id,
                                                     const std::string& draft_id, int version) {
  return Read(tx, "draft", city_id, draft_id, version);
}

absl::StatusOr<std::optional<StoredDraft>> LockDraft(postgres::Transaction& tx, const std::string& city_id,
                                                     const std::string& draft_id, int version) {
  return Read(tx, "lock_draft", city_id, draft_id, version);
}

absl::Status InsertDraftVersion(postgres::Transaction& tx, const Change& change, const v1::Draft& draft) {
  const std::string version = std::to_string(draft.version());
  LIANBAN_RETURN_IF_ERROR(tx.Query("put_draft", {change.city(), draft.draft_id(), draft.process(), draft.area_code(), version,
                                                 std::to_string(draft.state()), draft.note(), draft.bundle().main(),
                                                 change.time()})
                              .status());
  LIANBAN_RETURN_IF_ERROR(tx.Query("insert_draft_version", {change.city(), draft.draft_id(), version, change.caller.user_id(),
                                                            change.caller.user_name(), draft.note(), change.time()})
                              .status());
  std::vector<std::string> paths, contents;
  for (const auto& [path, content] : draft.bundle().files()) {
    paths.push_back(path);
    contents.push_back(content);
  }
  return tx.Query("insert_draft_files", {change.city(), draft.draft_id(), version, postgres::TextArray(paths),
                                         postgres::TextArray(contents)})
      .status();
}

absl::Status UpdateDraft(postgres::Transaction& tx, const Change& change, const v1::Draft& draft,
                         const std::string& approver_id) {
  postgres::Param decided;
  if (draft.has_decide_time()) decided = postgres::Timestamp(MicrosOf(draft.decide_time()));
  const std::string report = draft.has_report() ? draft.report().SerializeAsString() : "";
  return tx.Query("update_draft", {change.city(), draft.draft_id(), std::to_string(draft.state()), draft.hash(),
                                   std::to_string(draft.above_number()), postgres::Bytes(report), approver_id,
                                   draft.approver(), draft.decision_reason(), decided,
                                   std::to_string(draft.release_number()), change.time()})
      .status();
}

absl::StatusOr<std::vector<v1::Draft>> ReadDrafts(postgres::Database& database, const std::string& city_id,
                                                  const DraftQuery& query) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows,
                           database.Read(city_id, "drafts", {city_id, query.process, std::to_string(query.state),
                                                             query.before_time, query.before_id, std::to_string(query.limit)}));
  std::vector<v1::Draft> drafts;
  for (int i = 0; i < rows->size(); ++i) {
    LIANBAN_ASSIGN_OR_RETURN(v1::Draft draft, DraftOf(*rows, i));
    draft.clear_bundle();
    drafts.push_back(std::move(draft));
  }
  return drafts;
}

}  // namespace lianban::catalog

#pragma once
// Rows of draft, draft_version and draft_file.

#include <optional>
#include <vector>

#include "lianban/catalog/v1/catalog.pb.h"
#include "services/catalog/writing_call.h"

namespace lianban::catalog {

// A draft with what the wire does not say.
struct StoredDraft {
  v1::Draft draft;
  std::vector<std::string> editor_ids;  // everybody who wrote a version
  std::string approver_id;
};

// Without files when `version` is kNoFiles; 0: of the latest version. nullopt when there is none.
inline constexpr int kNoFiles = -1;
absl::StatusOr<std::optional<StoredDraft>> ReadDraft(postgres::Transaction& tx, const std::string& city_id,
                                                     const std::string& draft_id, int version);
// The same; the row stays locked until the transaction ends.
absl::StatusOr<std::optional<StoredDraft>> LockDraft(postgres::Transaction& tx, const std::string& city_id,
                                                     const std::string& draft_id, int version);

// Stores draft.version() with its files, and the draft's row.
absl::Status InsertDraftVersion(postgres::Transaction& tx, const Change& change, const v1::Draft& draft);

// State, report, hash, above_number, approver, decision and release_number of the draft's row.
absl::Status UpdateDraft(postgres::Transaction& tx, const Change& change, const v1::Draft& draft,
                         const std::string& approver_id);

// Without files and reports, the latest change first. `before_time` (as postgres::Timestamp writes it) and `before_id` of
// the last one seen, or "".
struct DraftQuery {
  std::string process;
  int state = 0;  // 0: any
  std::string before_time, before_id;
  int limit = 0;
};
absl::StatusOr<std::vector<v1::Draft>> ReadDrafts(postgres::Database& database, const std::string& city_id,
                                                  const DraftQuery& query);

}  // namespace lianban::catalog

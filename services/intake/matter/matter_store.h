#pragma once
// The only SQL about matters. Everything runs inside the caller's transaction.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/intake/matter/matter.h"
#include "services/lib/postgres/database.h"

namespace lianban::intake {

// Where the list goes on: strictly older than this.
struct ListCursor {
  absl::Time receive_time = absl::InfiniteFuture();
  std::string matter_id = "ffffffff-ffff-ffff-ffff-ffffffffffff";
};

// A box around a place and a time, for the search for duplicates.
struct Neighbourhood {
  std::string kind, except_matter_id;
  absl::Time from, to;
  Position south_west, north_east;
};

class MatterStore {
 public:
  using Tx = postgres::Transaction;
  using Found = absl::StatusOr<std::optional<Matter>>;
  using Many = absl::StatusOr<std::vector<Matter>>;

  absl::StatusOr<int> NextSerial(Tx& tx, const std::string& city, const std::string& area, const std::string& item,
                                 absl::CivilDay day);
  // False when the channel delivered this source number before. `retry_time`: when the relay takes over.
  absl::StatusOr<bool> Insert(Tx& tx, const std::string& city, const Matter& matter, absl::Time now,
                              absl::Time retry_time);
  // Takes back a matter whose case was refused before anybody saw its number.
  absl::Status Delete(Tx& tx, const std::string& city, const Matter& matter);
  absl::Status AddProgressKey(Tx& tx, const std::string& city, const std::string& receipt_no, const std::string& hash);
  absl::StatusOr<bool> HasProgressKey(Tx& tx, const std::string& city, const std::string& receipt_no,
                                      const std::string& hash);

  Found Find(Tx& tx, const std::string& city, const std::string& matter_id);
  Found FindByReceipt(Tx& tx, const std::string& city, const std::string& receipt_no);
  Found FindBySource(Tx& tx, const std::string& city, const std::string& channel, const std::string& source_no);
  Many FindByCases(Tx& tx, const std::string& city, const std::vector<std::string>& case_ids);
  Many Children(Tx& tx, const std::string& city, const std::string& matter_id);
  absl::StatusOr<bool> SeenBy(Tx& tx, const std::string& city, const std::string& matter_id,
                              const std::vector<std::string>& units);

  // `units` empty: the whole city. Newest first, at most `limit`.
  Many List(Tx& tx, const std::string& city, const std::string& channel, const ListCursor& after, int limit,
            const std::vector<std::string>* units);
  Many Near(Tx& tx, const std::string& city, const Neighbourhood& where);
  // Newest first.
  Many NearClosed(Tx& tx, const std::string& city, const Neighbourhood& where);
  // How many have reported it: the matter itself and what is merged into it.
  absl::StatusOr<int> Voices(Tx& tx, const std::string& city, const std::string& matter_id);

  // The case is open; `retry_time` set when something is left to do (children to link).
  absl::Status SetOpened(Tx& tx, const std::string& city, const Matter& matter, std::optional<absl::Time> retry_time);
  absl::Status SetAttempted(Tx& tx, const std::string& city, const Matter& matter, absl::Time retry_time);
  absl::Status SetSettled(Tx& tx, const std::string& city, const std::string& matter_id);
  absl::Status SetCase(Tx& tx, const std::string& city, const Matter& matter);
  absl::Status ClearDuplicate(Tx& tx, const std::string& city, const std::string& matter_id);
  absl::Status SetDuplicate(Tx& tx, const std::string& city, const std::string& merged_id, const std::string& main_id);
  // Matters the relay shall look at now; each is put off until `lease_end` so that no other process takes it.
  Many ClaimWaiting(Tx& tx, const std::string& city, absl::Time now, absl::Time lease_end);

  absl::StatusOr<int64_t> CaseCursor(Tx& tx, const std::string& city);
  absl::Status MoveCaseCursor(Tx& tx, const std::string& city, int64_t log_index);
};

// Cities with matters here; empty while the database cannot be reached.
std::vector<std::string> ListCities(postgres::Database& database);

}  // namespace lianban::intake

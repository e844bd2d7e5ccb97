#pragma once
// The only SQL about parties. Values go in and come out plain; what lies in the table is sealed.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/lib/sealing/city_keys.h"
#include "services/intake/party/party_record.h"
#include "services/lib/postgres/database.h"

namespace lianban::intake {

struct AccessRecord {
  std::string action;  // find reveal
  std::string user_id, unit_id, session_id;
  std::vector<std::string> roles;
  std::string party_id;  // "" when nobody was found
  std::vector<std::string> fields;
  std::string reason;
  std::string matter_id;
  std::string result;  // found none shown
  absl::Time time;
};

class PartyStore {
 public:
  explicit PartyStore(sealing::CityKeys& keys) : keys_(keys) {}

  // All of these run inside the caller's transaction. City keys must have been loaded before it (LoadKeys): making them
  // is a transaction of its own.
  absl::Status LoadKeys(const std::string& city_id) { return keys_.Get(city_id).status(); }

  // ALREADY_EXISTS when another party has the document number.
  absl::Status Insert(postgres::Transaction& tx, const std::string& city_id, const PartyRecord& party, absl::Time now);
  // FAILED_PRECONDITION PARTY_CHANGED when the revision moved. Sets the new revision.
  absl::Status Update(postgres::Transaction& tx, const std::string& city_id, PartyRecord& party, absl::Time now);
  absl::StatusOr<std::optional<PartyRecord>> Find(postgres::Transaction& tx, const std::string& city_id,
                                                  const std::string& party_id);
  absl::StatusOr<std::optional<PartyRecord>> FindByDocument(postgres::Transaction& tx, const std::string& city_id,
                                                            const std::string& document_no);
  // At most 20: several people may share a telephone.
  absl::StatusOr<std::vector<PartyRecord>> FindByPhone(postgres::Transaction& tx, const std::string& city_id,
                                                       const std::string& phone);
  // Registered by, or party of a matter of, one of the units.
  absl::StatusOr<bool> KnownTo(postgres::Transaction& tx, const std::string& city_id, const std::string& party_id,
                               const std::vector<std::string>& units);
  absl::Status Record(postgres::Transaction& tx, const std::string& city_id, const AccessRecord& access);

 private:
  absl::StatusOr<std::vector<PartyRecord>> Open(const std::string& city_id, const postgres::Rows& rows);

  sealing::CityKeys& keys_;
};

}  // namespace lianban::intake

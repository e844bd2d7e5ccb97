#pragma once
// Keys of one city: a data key for sealed fields, wrapped by the deployment's field key, and an index key for keyed
// hashes. Deleting the wrapped key erases every personal value of the city.

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/lib/crypto/keys.h"
#include "services/lib/postgres/database.h"

namespace lianban::sealing {

struct CityKeySet {
  std::map<uint8_t, std::string> data_keys;  // version -> 32 bytes; the highest seals, all open
  std::string index_key;

  // Seals under the newest key. `place` is "table/column/row": the value opens nowhere else.
  std::string Seal(std::string_view city_id, std::string_view place, std::string_view plain) const;
  // INTERNAL when the value was moved or changed, or its key was erased.
  absl::StatusOr<std::string> Open(std::string_view city_id, std::string_view place, std::string_view sealed) const;
  // Hex HMAC for equality look-up; `what` keeps numbers of different kinds apart.
  std::string Index(std::string_view what, std::string_view value) const;
};

// The service keeps them in a table city_key of its own schema; its queries are city_keys and insert_city_key.
class CityKeys {
 public:
  CityKeys(const crypto::Keys& keys, postgres::Database& database) : keys_(keys), database_(database) {}

  // Loads the city's keys, making them the first time. Thread-safe; kept for the life of the process.
  absl::StatusOr<std::shared_ptr<const CityKeySet>> Get(const std::string& city_id);

 private:
  absl::StatusOr<std::shared_ptr<const CityKeySet>> Load(const std::string& city_id);

  const crypto::Keys& keys_;
  postgres::Database& database_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const CityKeySet>> loaded_;
};

}  // namespace lianban::sealing

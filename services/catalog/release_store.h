#pragma once
// Rows of process, release and release_file.

#include <optional>
#include <vector>

#include "lianban/catalog/v1/catalog.pb.h"
#include "services/catalog/writing_call.h"

namespace lianban::catalog {

struct ReleaseKey {
  int number = 0;
  std::string hash;
};

// Number and hash of the release in force.
absl::StatusOr<std::optional<ReleaseKey>> ReadCurrentRelease(postgres::Transaction& tx, const std::string& city_id,
                                                             const std::string& process);

// Stores `release` (process, hash, bundle, title, author, note, scenarios_passed, publish_time) under the next number.
absl::StatusOr<int> InsertRelease(postgres::Transaction& tx, const Change& change, const v1::Release& release);

// nullopt when there is none. number 0: the one in force.
absl::StatusOr<std::optional<v1::Release>> ReadRelease(postgres::Database& database, const std::string& city_id,
                                                       const std::string& process, int number);

// Without bundles; at most `limit`.
absl::StatusOr<std::vector<v1::Release>> ReadReleasesBefore(postgres::Database& database, const std::string& city_id,
                                                            const std::string& process, int before, int limit);
absl::StatusOr<std::vector<v1::Release>> ReadReleasesInForce(postgres::Database& database, const std::string& city_id,
                                                             const std::string& after, int limit);

}  // namespace lianban::catalog

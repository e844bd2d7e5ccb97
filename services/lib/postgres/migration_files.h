#pragma once
// The migrations of a service as its binary holds them: files sql/migrations/NNNN_what.sql (dbmate's format).

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace lianban::postgres {

struct Migration {
  std::string version;  // "0001"
  std::string_view path, up;
  std::string checksum;
};

// In the order of their numbers. INVALID_ARGUMENT for a file that is not named or written as one: a fault of the build.
absl::StatusOr<std::vector<Migration>> ParseMigrations(const std::map<std::string_view, std::string_view>& files);

// The database has been brought to `version`, which this binary does not know.
absl::Status SchemaNewer(std::string_view service, std::string_view version);

}  // namespace lianban::postgres

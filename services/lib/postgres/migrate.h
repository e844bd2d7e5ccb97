#pragma once
// Applies sql/migrations/NNNN_what.sql (dbmate's "-- migrate:up" / "-- migrate:down") of one service to its schema.

#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace lianban::postgres {

struct MigrationReport {
  int applied = 0;
  int already = 0;
};

// `service` names the schema, the role "lianban_<service>" and the table <service>.schema_migrations (version,
// checksum, applied_at). A lease row keeps two runners apart. An applied file whose checksum changed is an error.
// `owner_connection` connects as the owning role, which services never use.
absl::StatusOr<MigrationReport> Migrate(const std::string& owner_connection, std::string_view service,
                                        const std::map<std::string_view, std::string_view>& files);

}  // namespace lianban::postgres

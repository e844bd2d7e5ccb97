#pragma once
// SQLSTATE -> absl::Status, the same for both drivers.

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace lianban::postgres {

// Statuses of constraints carry the constraint's name, see ViolatedConstraint; their text never reaches a user.
//   40001 40P01 -> ABORTED; 23505 -> ALREADY_EXISTS; other 23xxx -> FAILED_PRECONDITION; 22xxx -> INVALID_ARGUMENT
//   57014 -> DEADLINE_EXCEEDED (DATABASE_TIMEOUT); none, 08xxx 53300 57P0x -> UNAVAILABLE (DATABASE_UNAVAILABLE)
//   53100 -> RESOURCE_EXHAUSTED (DATABASE_FULL)
//   everything else -> INTERNAL
absl::Status StatusOfSqlState(std::string_view sqlstate, std::string_view message, std::string_view constraint,
                              std::string_view query);

absl::Status DatabaseUnavailable();

}  // namespace lianban::postgres

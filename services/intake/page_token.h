#pragma once
// Page tokens of lists: where to go on, sealed with a MAC over the query they belong to. They carry no authority.

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace lianban::intake {

std::string SealPageToken(std::string_view key, std::string_view query, std::string_view cursor);
// PAGE_TOKEN_INVALID when it was changed or belongs to another query.
absl::StatusOr<std::string> OpenPageToken(std::string_view key, std::string_view query, std::string_view token);

}  // namespace lianban::intake

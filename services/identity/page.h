#pragma once
// Keyset pages: the token is the last key of the page before, readable by nobody in particular but not secret either.

#include <string>

#include "absl/status/statusor.h"

namespace lianban::identity {

// The default when 0 or negative, never more than 1000.
int PageSize(int requested);
std::string PageToken(const std::string& last_key);
// The key; "" for an empty token. PAGE_TOKEN_INVALID.
absl::StatusOr<std::string> KeyOfPageToken(const std::string& token);

}  // namespace lianban::identity

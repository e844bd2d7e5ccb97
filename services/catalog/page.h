#pragma once
// Keyset pages: the token is the key of the last row, nothing more.

#include <algorithm>
#include <string>

#include "absl/status/statusor.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::catalog {

inline constexpr int kPageDefault = 100;
inline constexpr int kPageMax = 1000;

inline int PageSize(int wanted) { return wanted <= 0 ? kPageDefault : std::min(wanted, kPageMax); }

inline std::string PageToken(const std::string& last_key) { return crypto::Base64Url(last_key); }

// Empty for the first page. PAGE_TOKEN_INVALID when it is none of ours.
inline absl::StatusOr<std::string> KeyOfPage(const std::string& token) {
  if (token.empty()) return "";
  auto key = crypto::FromBase64Url(token);
  if (!key.ok()) return Error("PAGE_TOKEN_INVALID");
  return key;
}

}  // namespace lianban::catalog

#include "services/identity/page.h"

#include <algorithm>

#include "services/identity/value_rules.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {

int PageSize(int requested) { return requested <= 0 ? 100 : std::min(requested, 1000); }

std::string PageToken(const std::string& last_key) { return crypto::Base64Url(last_key); }

absl::StatusOr<std::string> KeyOfPageToken(const std::string& token) {
  if (token.empty()) return std::string();
  const auto key = crypto::FromBase64Url(token);
  if (!key.ok() || !CheckIdentifier("page_token", *key).ok()) return Error("PAGE_TOKEN_INVALID");
  return *key;
}

}  // namespace lianban::identity

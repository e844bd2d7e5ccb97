#include "services/intake/page_token.h"

#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::intake {
namespace {

constexpr size_t kMacBytes = 16;

std::string Mac(std::string_view key, std::string_view query, std::string_view cursor) {
  std::string sealed = crypto::Sha256(query);
  sealed += cursor;
  return crypto::HmacSha256(key, sealed).substr(0, kMacBytes);
}

}  // namespace

std::string SealPageToken(std::string_view key, std::string_view query, std::string_view cursor) {
  return crypto::Base64Url(Mac(key, query, cursor) + std::string(cursor));
}

absl::StatusOr<std::string> OpenPageToken(std::string_view key, std::string_view query, std::string_view token) {
  absl::StatusOr<std::string> raw = crypto::FromBase64Url(token);
  if (!raw.ok() || raw->size() <= kMacBytes) return Error("PAGE_TOKEN_INVALID");
  std::string cursor = raw->substr(kMacBytes);
  if (!crypto::EqualConstantTime(raw->substr(0, kMacBytes), Mac(key, query, cursor)))
    return Error("PAGE_TOKEN_INVALID");
  return cursor;
}

}  // namespace lianban::intake

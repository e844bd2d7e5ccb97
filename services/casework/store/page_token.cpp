#include "services/casework/store/page_token.h"

#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

constexpr size_t kMacBytes = 16;
constexpr char kSeparator = '\x1f';

}  // namespace

std::string PageTokens::Seal(std::string_view query, const std::vector<std::string>& cursor) const {
  std::string text;
  for (const std::string& part : cursor) {
    text += part;
    text += kSeparator;
  }
  const std::string mac = crypto::HmacSha256(key_, std::string(query) + '\n' + text).substr(0, kMacBytes);
  return crypto::Base64Url(mac + text);
}

absl::StatusOr<std::vector<std::string>> PageTokens::Open(std::string_view query, std::string_view token) const {
  std::vector<std::string> cursor;
  if (token.empty()) return cursor;
  const auto raw = crypto::FromBase64Url(token);
  if (!raw.ok() || raw->size() < kMacBytes) return Error("PAGE_TOKEN_INVALID");
  const std::string_view mac = std::string_view(*raw).substr(0, kMacBytes);
  std::string_view text = std::string_view(*raw).substr(kMacBytes);
  const std::string expected = crypto::HmacSha256(key_, std::string(query) + '\n' + std::string(text));
  if (!crypto::EqualConstantTime(mac, std::string_view(expected).substr(0, kMacBytes))) {
    return Error("PAGE_TOKEN_INVALID");
  }
  for (size_t end = text.find(kSeparator); end != std::string_view::npos; end = text.find(kSeparator)) {
    cursor.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return cursor;
}

}  // namespace lianban::casework

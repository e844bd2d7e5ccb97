#include "services/casework/request_check.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

constexpr int kJsonDepthMax = 24;
constexpr size_t kNameBytesMax = 128;

absl::Status Invalid(std::string_view field, std::string_view what) {
  return Error("REQUEST_INVALID", {{"detail", fmt::format("{}: {}", field, what)}});
}

std::string Lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  return out;
}

}  // namespace

absl::StatusOr<std::string> RequestId(std::string_view text) {
  std::string id = Lower(text);
  if (!crypto::IsUuid(id)) return Error("REQUEST_ID_REQUIRED");
  return id;
}

absl::StatusOr<std::string> CaseId(std::string_view text) {
  std::string id = Lower(text);
  if (!crypto::IsUuid(id)) return Error("NOT_FOUND", {{"name", std::string(text.substr(0, 64))}});
  return id;
}

absl::Status CheckText(std::string_view field, std::string_view text, size_t characters_max) {
  size_t characters = 0;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++characters;
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (control && c != '\n' && c != '\r' && c != '\t') return Invalid(field, "control character");
  }
  if (characters > characters_max) return Invalid(field, fmt::format("longer than {} characters", characters_max));
  return absl::OkStatus();
}

absl::Status CheckName(std::string_view field, std::string_view text) {
  if (text.size() > kNameBytesMax) return Invalid(field, "too long");
  for (const char c : text) {
    const bool ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                    c == '_' || c == '-' || c == '/' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
    if (!ok) return Invalid(field, "letters, digits and . _ - / : only");
  }
  return absl::OkStatus();
}

absl::StatusOr<nlohmann::json> JsonObject(std::string_view field, std::string_view text) {
  if (text.empty()) return nlohmann::json::object();
  if (text.size() > kJsonBytesMax) return Invalid(field, fmt::format("larger than {} KiB", kJsonBytesMax >> 10));
  bool deep = false;
  const auto watch = [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
    deep = deep || depth > kJsonDepthMax;
    return !deep;
  };
  auto json = nlohmann::json::parse(text, watch, false);
  if (deep) return Invalid(field, fmt::format("nested deeper than {}", kJsonDepthMax));
  if (!json.is_object()) return Invalid(field, "not a JSON object");
  return json;
}

absl::StatusOr<int> PageSize(int32_t asked) {
  if (asked < 0) return Invalid("page_size", "negative");
  return asked == 0 ? 50 : std::min(asked, 1000);
}

}  // namespace lianban::casework

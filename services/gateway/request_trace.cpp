#include "services/gateway/request_trace.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "fmt/format.h"
#include "services/lib/crypto/crypto.h"

namespace lianban::gateway {
namespace {

bool IsLowerHex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// 00-<32 hex>-<16 hex>-<2 hex>, neither id all zero.
bool IsTraceparent(std::string_view text) {
  if (text.size() != 55 || text[2] != '-' || text[35] != '-' || text[52] != '-' || !text.starts_with("00-")) return false;
  const std::string_view trace = text.substr(3, 32), parent = text.substr(36, 16), flags = text.substr(53);
  return IsLowerHex(trace) && IsLowerHex(parent) && IsLowerHex(flags) &&
         trace.find_first_not_of('0') != std::string_view::npos &&
         parent.find_first_not_of('0') != std::string_view::npos;
}

bool IsRequestId(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.' || c == ':';
  });
}

std::string LocaleOf(std::string_view accept_language) {
  double best = 0;
  std::string locale = "zh-CN";
  for (absl::string_view item : absl::StrSplit(absl::string_view(accept_language.data(), accept_language.size()), ',')) {
    const std::vector<absl::string_view> parts = absl::StrSplit(item, ';');
    const absl::string_view language = absl::StripAsciiWhitespace(parts[0]);
    double quality = 1;
    if (parts.size() > 1) {
      const absl::string_view weight = absl::StripAsciiWhitespace(parts[1]);
      if (!absl::StartsWith(weight, "q=") || !absl::SimpleAtod(weight.substr(2), &quality)) quality = 0;
    }
    const bool chinese = absl::StartsWithIgnoreCase(language, "zh"), english = absl::StartsWithIgnoreCase(language, "en");
    if ((chinese || english) && quality > best) {
      best = quality;
      locale = english ? "en" : "zh-CN";
    }
  }
  return locale;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> RequestTrace::Metadata() const {
  return {{"x-request-id", request_id}, {"traceparent", traceparent}, {"accept-language", locale}};
}

RequestTrace ReadTrace(const Headers& headers) {
  RequestTrace trace;
  const std::string_view id = headers.Get("x-request-id"), parent = headers.Get("traceparent");
  trace.request_id = IsRequestId(id) ? std::string(id) : crypto::NewUuid();
  trace.traceparent = IsTraceparent(parent)
                          ? std::string(parent)
                          : fmt::format("00-{}-{}-01", crypto::Hex(crypto::RandomBytes(16)),
                                        crypto::Hex(crypto::RandomBytes(8)));
  trace.locale = LocaleOf(headers.Get("accept-language"));
  return trace;
}

}  // namespace lianban::gateway

#include "services/gateway/credentials.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "fmt/format.h"

namespace lianban::gateway {
namespace {

std::string_view CookieName(bool secure) { return secure ? "__Host-lianban" : "lianban"; }

bool CouldBeToken(std::string_view text) {
  return text.size() >= 20 && text.size() <= 200 && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
  });
}

std::string CookieAttributes(bool secure) {
  return fmt::format("Path=/; HttpOnly; SameSite=Strict{}", secure ? "; Secure" : "");
}

}  // namespace

Credentials ReadCredentials(const RequestHead& head) {
  if (const auto authorization = head.headers.Find("authorization")) {
    constexpr std::string_view kBearer = "bearer ";
    const absl::string_view text(authorization->data(), authorization->size());
    if (!absl::StartsWithIgnoreCase(text, kBearer.data())) return {};
    const std::string_view token = authorization->substr(kBearer.size());
    return CouldBeToken(token) ? Credentials{std::string(token), false} : Credentials{};
  }
  const std::string_view cookies = head.headers.Get("cookie");
  for (absl::string_view part : absl::StrSplit(absl::string_view(cookies.data(), cookies.size()), ';')) {
    part = absl::StripAsciiWhitespace(part);
    const std::string_view pair(part.data(), part.size());
    const size_t equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != CookieName(head.secure)) continue;
    if (CouldBeToken(pair.substr(equals + 1))) return {std::string(pair.substr(equals + 1)), true};
  }
  return {};
}

// No Max-Age: the browser forgets it when it closes; the server ends the session by its own limits before.
std::string SessionCookie(std::string_view token, bool secure) {
  return fmt::format("{}={}; {}", CookieName(secure), token, CookieAttributes(secure));
}

std::string ExpiredSessionCookie(bool secure) {
  return fmt::format("{}=; Max-Age=0; {}", CookieName(secure), CookieAttributes(secure));
}

}  // namespace lianban::gateway

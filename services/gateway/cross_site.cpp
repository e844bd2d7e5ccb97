#include "services/gateway/cross_site.h"

#include "absl/strings/match.h"
#include "fmt/format.h"
#include "services/lib/errors/error.h"

namespace lianban::gateway {

std::string OriginOf(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return std::string(url);
  return std::string(url.substr(0, url.find('/', scheme + 3)));
}

absl::Status CheckSameSite(const RequestHead& head, bool by_cookie, const std::string& public_origin) {
  if (const auto site = head.headers.Find("sec-fetch-site"); site && *site != "same-origin" && *site != "none") {
    return Error("CROSS_SITE_REFUSED", {{"header", "Sec-Fetch-Site"}});
  }
  if (const auto origin = head.headers.Find("origin")) {
    const std::string here = fmt::format("{}://{}", head.secure ? "https" : "http", head.headers.Get("host"));
    const absl::string_view sent(origin->data(), origin->size());
    if (!absl::EqualsIgnoreCase(sent, public_origin) && !absl::EqualsIgnoreCase(sent, here)) {
      return Error("CROSS_SITE_REFUSED", {{"header", "Origin"}});
    }
  }
  if (by_cookie && !head.headers.Has("connect-protocol-version") && !head.headers.Has("x-requested-with")) {
    return Error("CROSS_SITE_REFUSED", {{"header", "Connect-Protocol-Version"}});
  }
  return absl::OkStatus();
}

}  // namespace lianban::gateway

#pragma once
// Refuses requests which another web site made a browser send.

#include <string>

#include "absl/status/status.h"
#include "services/gateway/http.h"

namespace lianban::gateway {

// For POST. Errors: CROSS_SITE_REFUSED.
//   * Sec-Fetch-Site, where the browser sends it, must be same-origin (or none: typed by the user).
//   * Origin, where it is sent, must be ours: `public_origin` ("https://host[:port]") or the Host asked for.
//   * With a cookie, one header that no plain form can set must be there: connect-protocol-version or x-requested-with.
absl::Status CheckSameSite(const RequestHead& head, bool by_cookie, const std::string& public_origin);

// "https://example.org:8443/path" -> "https://example.org:8443"
std::string OriginOf(std::string_view url);

}  // namespace lianban::gateway

#pragma once
// The session token of a request, and the cookie that carries it for browsers.

#include <string>
#include <string_view>

#include "services/gateway/http.h"

namespace lianban::gateway {

struct Credentials {
  std::string token;       // "" when there is none
  bool by_cookie = false;  // a browser sends cookies by itself, so such a request must prove where it comes from
};

// `Authorization: Bearer` wins over the cookie. Text that cannot be a token counts as none.
Credentials ReadCredentials(const RequestHead& head);

// Set-Cookie values. Under TLS the name has the prefix __Host-, which binds it to this host and to TLS.
std::string SessionCookie(std::string_view token, bool secure);
std::string ExpiredSessionCookie(bool secure);

}  // namespace lianban::gateway

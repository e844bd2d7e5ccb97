#pragma once
// What a request carries on to the services besides its session: who asked first, in which trace, in which language.

#include <string>
#include <utility>
#include <vector>

#include "services/gateway/http.h"

namespace lianban::gateway {

struct RequestTrace {
  std::string request_id;   // the client's x-request-id when it is plain text of at most 64 characters, else a new one
  std::string traceparent;  // W3C: the client's when well formed, else a new one
  std::string locale;       // "zh-CN" or "en", by accept-language; zh-CN when it says neither

  // The only headers of the client that are passed on. x-lianban-* never is.
  std::vector<std::pair<std::string, std::string>> Metadata() const;
};

RequestTrace ReadTrace(const Headers& headers);

}  // namespace lianban::gateway

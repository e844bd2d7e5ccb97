#pragma once
// A call of the API as its request head asks for it, read by the rules of the Connect protocol.

#include <optional>
#include <string>
#include <variant>

#include "absl/time/time.h"
#include "grpcpp/support/status.h"
#include "services/gateway/http.h"
#include "services/gateway/route_table.h"
#include "services/gateway/transcode.h"

namespace lianban::gateway {

struct ApiCall {
  const Route* route = nullptr;
  Codec codec = Codec::kProto;
  std::optional<std::string> message;     // GET only: the request message, in `codec`
  std::optional<absl::Duration> timeout;  // connect-timeout-ms; none: as long as it takes

  bool streaming() const { return route->server_streaming; }
  std::string_view content_type() const;
  // An error as this kind of call reports it: a stream says 200 and tells in its last frame.
  Response Refuse(const grpc::Status& status) const;
};

// Whether the path belongs to the API (and not to the files), even if there is no such method.
bool IsApiPath(std::string_view path);

// The call, or the answer that refuses it: 404 unknown method, 405 wrong verb, 415 unknown codec, 400 bad protocol
// version, timeout or query, 501 compressed.
std::variant<ApiCall, Response> ReadApiCall(const RouteTable& routes, const RequestHead& head);

}  // namespace lianban::gateway

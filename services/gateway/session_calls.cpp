#include "services/gateway/session_calls.h"

#include <algorithm>
#include <array>

#include "lianban/identity/v1/identity.pb.h"
#include "services/lib/errors/error.h"

namespace lianban::gateway {
namespace {

constexpr std::string_view kSignIn = "/lianban.identity.v1.Identity/SignIn";
constexpr std::string_view kSignOut = "/lianban.identity.v1.Identity/SignOut";

// Calls that end a session or change what one may do.
constexpr std::array<std::string_view, 6> kRevoking = {
    kSignOut,
    "/lianban.identity.v1.Identity/ChangePassword",
    "/lianban.identity.v1.Identity/PutUser",
    "/lianban.identity.v1.Identity/DisableUser",
    "/lianban.identity.v1.Identity/GrantRole",
    "/lianban.identity.v1.Identity/RevokeRole",
};

}  // namespace

absl::StatusOr<std::string> AdjustRequest(const AdmittedCall& admitted, std::string request) {
  if (admitted.call.route->path == kSignIn) {
    identity::v1::SignInRequest message;
    if (!message.ParseFromString(request)) return Error("PROTO_INVALID", {{"type", "SignInRequest"}});
    message.set_client(admitted.client_address);
    return message.SerializeAsString();
  }
  if (admitted.call.route->path == kSignOut) {
    identity::v1::SignOutRequest message;
    if (!message.ParseFromString(request)) return Error("PROTO_INVALID", {{"type", "SignOutRequest"}});
    if (message.session_token().empty()) message.set_session_token(admitted.credentials.token);
    return message.SerializeAsString();
  }
  return request;
}

bool AdjustResponse(const AdmittedCall& admitted, const std::string& answer, Response& response) {
  const std::string_view path = admitted.call.route->path;
  if (path == kSignIn) {
    identity::v1::SignInResponse message;
    if (message.ParseFromString(answer) && !message.session_token().empty()) {
      response.headers.Set("set-cookie", SessionCookie(message.session_token(), admitted.secure));
    }
  }
  if (path == kSignOut) response.headers.Set("set-cookie", ExpiredSessionCookie(admitted.secure));
  return std::find(kRevoking.begin(), kRevoking.end(), path) != kRevoking.end();
}

}  // namespace lianban::gateway

#include "services/gateway/session_calls.h"

#include <algorithm>
#include <array>

#include "lianban/identity/v1/identity.pb.h"
#include "lianban/identity/v1/second_factor.pb.h"
#include "services/lib/errors/error.h"

namespace lianban::gateway {
namespace {

constexpr std::string_view kSignIn = "/lianban.identity.v1.Identity/SignIn";
constexpr std::string_view kSignOut = "/lianban.identity.v1.Identity/SignOut";

constexpr std::string_view kEnrol = "/lianban.identity.v1.SecondFactor/EnrolSecondFactor";
constexpr std::string_view kConfirm = "/lianban.identity.v1.SecondFactor/ConfirmSecondFactor";

// Calls that end a session or change what one may do.
constexpr std::array<std::string_view, 8> kRevoking = {
    kSignOut,
    "/lianban.identity.v1.Identity/ChangePassword",
    "/lianban.identity.v1.Identity/PutUser",
    "/lianban.identity.v1.Identity/DisableUser",
    "/lianban.identity.v1.Identity/GrantRole",
    "/lianban.identity.v1.Identity/RevokeRole",
    kConfirm,
    "/lianban.identity.v1.SecondFactor/RemoveSecondFactor",
};

// Where a password comes from is what the gateway saw, not what the caller says.
template <class Request>
absl::StatusOr<std::string> WithClient(const AdmittedCall& admitted, const std::string& request) {
  Request message;
  if (!message.ParseFromString(request)) return Error("PROTO_INVALID", {{"type", Request::descriptor()->name()}});
  message.set_client(admitted.client_address);
  return message.SerializeAsString();
}

}  // namespace

absl::StatusOr<std::string> AdjustRequest(const AdmittedCall& admitted, std::string request) {
  const std::string_view path = admitted.call.route->path;
  if (path == kSignIn) return WithClient<identity::v1::SignInRequest>(admitted, request);
  if (path == kEnrol) return WithClient<identity::v1::EnrolSecondFactorRequest>(admitted, request);
  if (path == kConfirm) return WithClient<identity::v1::ConfirmSecondFactorRequest>(admitted, request);
  if (path == kSignOut) {
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

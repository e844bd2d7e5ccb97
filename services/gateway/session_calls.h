#pragma once
// The few calls whose messages the gateway itself looks into: signing in and out.

#include <string>

#include "services/gateway/door.h"

namespace lianban::gateway {

// Request bytes as the service shall see them:
//   SignIn: `client` is set to the client's address, whatever was sent;
//   SignOut: an empty token means the session of the request, since a browser's script cannot read its cookie.
// INVALID_ARGUMENT when they are no such message.
absl::StatusOr<std::string> AdjustRequest(const AdmittedCall& admitted, std::string request);

// After a successful answer: sets or ends the cookie. True when sessions seen before must be asked for again, because
// somebody's session or rights may have ended.
bool AdjustResponse(const AdmittedCall& admitted, const std::string& answer, Response& response);

}  // namespace lianban::gateway

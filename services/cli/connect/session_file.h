#pragma once
// Where the command line keeps its session: ~/.config/lianban/session (or $XDG_CONFIG_HOME), mode 0600.

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace lianban::cli {

struct StoredSession {
  std::string url, city, login, token;
};

std::string SessionPath();
absl::Status StoreSession(const StoredSession& session);
// NOT_SIGNED_IN when there is none.
absl::StatusOr<StoredSession> LoadSession();
void ForgetSession();

}  // namespace lianban::cli

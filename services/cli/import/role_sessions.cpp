#include "services/cli/import/role_sessions.h"

#include "absl/strings/str_split.h"
#include "lianban/identity/v1/identity.pb.h"
#include "services/cli/import/csv_table.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

bool HoldsRole(const std::string& desks, const std::string& role) {
  for (absl::string_view desk : absl::StrSplit(desks, ' ', absl::SkipEmpty())) {
    if (desk.substr(desk.find('/') + 1) == role) return true;
  }
  return false;
}

}  // namespace

RoleSessions::RoleSessions(RemoteOptions remote, std::string city_id, std::string passwords,
                           std::map<std::string, std::string> desks_of)
    : remote_(std::move(remote)),
      city_id_(std::move(city_id)),
      passwords_(std::move(passwords)),
      desks_of_(std::move(desks_of)) {}

RoleSessions::~RoleSessions() {
  for (const auto& [role, client] : by_role_) {
    identity::v1::SignOutResponse response;
    // A session that is not ended here ends by itself.
    client->Call("lianban.identity.v1.Identity/SignOut", identity::v1::SignOutRequest(), &response).IgnoreError();
  }
}

absl::StatusOr<std::unique_ptr<ConnectClient>> RoleSessions::SignIn(const std::string& login, const std::string& password) {
  identity::v1::SignInRequest request;
  request.set_city_id(city_id_);
  request.set_login(login);
  request.set_password(password);
  LIANBAN_ASSIGN_OR_RETURN(const auto session, own_->Call<identity::v1::SignInResponse>(
                                                   "lianban.identity.v1.Identity/SignIn", request));
  return std::make_unique<ConnectClient>(ConnectOptions{own_->url(), session.session_token(), remote_.ca_file});
}

absl::StatusOr<ConnectClient*> RoleSessions::For(const std::string& role) {
  if (own_ == nullptr) {
    LIANBAN_ASSIGN_OR_RETURN(own_, Connect(remote_));
  }
  if (const auto found = by_role_.find(role); found != by_role_.end()) return found->second.get();
  const auto known = ReadCsvTable(passwords_, {"login", "name", "password"});
  if (known.ok()) {
    for (const CsvRecord& row : known->rows) {
      const auto desks = desks_of_.find(row["login"]);
      if (desks == desks_of_.end() || !HoldsRole(desks->second, role)) continue;
      auto client = SignIn(row["login"], row["password"]);
      // A first password that was changed since is no error: the next account, or one's own session, may do.
      if (client.ok()) return (by_role_[role] = *std::move(client)).get();
      if (!absl::IsUnauthenticated(client.status())) return client.status();
    }
  }
  return own_.get();
}

}  // namespace lianban::cli

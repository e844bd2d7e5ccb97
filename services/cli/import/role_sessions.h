#pragma once
// An import acts in several roles: whoever loads people may not publish processes. Accounts which the import itself made,
// with their first passwords, lend theirs.

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "services/cli/connect/remote.h"

namespace lianban::cli {

class RoleSessions {
 public:
  // `passwords`: the file of first passwords (login,name,password), also of earlier imports; it need not exist.
  // `desks_of`: login -> desks, as users.csv names them.
  RoleSessions(RemoteOptions remote, std::string city_id, std::string passwords,
               std::map<std::string, std::string> desks_of);
  ~RoleSessions();  // ends the sessions it opened

  // A client that may act in the role: of an account with a known first password, else of whoever signed in.
  absl::StatusOr<ConnectClient*> For(const std::string& role);

 private:
  absl::StatusOr<std::unique_ptr<ConnectClient>> SignIn(const std::string& login, const std::string& password);

  const RemoteOptions remote_;
  const std::string city_id_, passwords_;
  const std::map<std::string, std::string> desks_of_;
  std::map<std::string, std::unique_ptr<ConnectClient>> by_role_;
  std::unique_ptr<ConnectClient> own_;
};

}  // namespace lianban::cli

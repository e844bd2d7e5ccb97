#include "services/identity/account/account_store.h"
#include "services/identity/account/caller_rights.h"
#include "services/identity/commands.h"
#include "services/identity/page.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {

absl::StatusOr<v1::ListUsersResponse> ListUsers(const CommandContext& context, const v1::Context& caller,
                                                const v1::ListUsersRequest& request) {
  const bool administrator = HasRole(caller, kSystemAdmin) || HasRole(caller, kSecurityAdmin);
  const bool person = caller.actor_class() == v1::ACTOR_CLASS_PERSON;
  if (person && !administrator && request.unit_id().empty()) return Error("PERMISSION_DENIED");
  UserPage page{"", request.unit_id(), PageSize(request.page_size())};
  LIANBAN_ASSIGN_OR_RETURN(page.after, KeyOfPageToken(request.page_token()));
  v1::ListUsersResponse response;
  LIANBAN_RETURN_IF_ERROR(context.database.RunReadTx(caller.city_id(), [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(auto users, ReadUsers(tx, caller.city_id(), page));
    response.Clear();
    if (static_cast<int>(users.size()) == page.size) response.set_next_page_token(PageToken(users.back().user_id()));
    for (auto& user : users) {
      if (!administrator) user.clear_login();  // half of what a stranger needs to sign in
      *response.add_users() = std::move(user);
    }
    return absl::OkStatus();
  }));
  return response;
}

}  // namespace lianban::identity

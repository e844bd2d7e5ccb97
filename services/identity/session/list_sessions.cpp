#include "services/identity/account/caller_rights.h"
#include "services/identity/commands.h"
#include "services/identity/page.h"
#include "services/identity/session/session_store.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

constexpr char kAfterAll[] = "ffffffff-ffff-ffff-ffff-ffffffffffff";

}  // namespace

absl::StatusOr<v1::ListSessionsResponse> ListSessions(const CommandContext& context, const v1::Context& caller,
                                                      const v1::ListSessionsRequest& request) {
  if (!HasRole(caller, kSecurityAdmin)) return Error("PERMISSION_DENIED");
  SessionPage page{"", request.user_id(), PageSize(request.page_size())};
  LIANBAN_ASSIGN_OR_RETURN(page.before, KeyOfPageToken(request.page_token()));
  if (page.before.empty()) page.before = kAfterAll;
  v1::ListSessionsResponse response;
  LIANBAN_RETURN_IF_ERROR(context.database.RunReadTx(caller.city_id(), [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(const auto sessions, ReadSessions(tx, caller.city_id(), page, context.now()));
    response.Clear();
    response.mutable_sessions()->Add(sessions.begin(), sessions.end());
    if (static_cast<int>(sessions.size()) == page.size)
      response.set_next_page_token(PageToken(sessions.back().session_id()));
    return absl::OkStatus();
  }));
  return response;
}

}  // namespace lianban::identity

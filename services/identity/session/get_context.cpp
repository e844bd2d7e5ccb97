#include <algorithm>

#include "google/protobuf/util/time_util.h"
#include "services/identity/commands.h"
#include "services/identity/session/session_store.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

constexpr absl::Duration kContextLifetime = absl::Seconds(60);
constexpr absl::Duration kTouchEvery = absl::Minutes(1);  // one write a minute is exact enough for half an hour

google::protobuf::Timestamp ProtoTime(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

absl::Status AddDesks(postgres::Transaction& tx, v1::Context& caller) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows,
                           tx.Query("desks_of", {caller.city_id(), postgres::TextArray({caller.user_id()})}));
  for (int i = 0; i < rows->size(); ++i) {
    auto* desk = caller.add_desks();
    desk->set_unit_id(rows->GetString(i, 1));
    desk->set_role(rows->GetString(i, 2));
  }
  return absl::OkStatus();
}

v1::Context ContextOf(const std::string& city, const OpenSession& session, absl::Time now) {
  v1::Context caller;
  caller.set_city_id(city);
  caller.set_user_id(session.user_id);
  caller.set_user_name(session.user_name);
  caller.set_session_id(session.session_id);
  caller.set_area_code(session.area_code);
  caller.set_unit_id(session.unit_id);
  caller.set_actor_class(v1::ACTOR_CLASS_PERSON);
  *caller.mutable_issue_time() = ProtoTime(now);
  *caller.mutable_expire_time() = ProtoTime(std::min(now + kContextLifetime, session.EndsAt()));
  return caller;
}

}  // namespace

absl::StatusOr<v1::GetContextResponse> GetContext(const CommandContext& context, const v1::GetContextRequest& request) {
  const std::string city = CityOfToken(request.session_token());
  if (city.empty()) return Error("UNAUTHENTICATED");
  const absl::Time now = context.now();
  std::optional<OpenSession> session;
  v1::Context caller;
  LIANBAN_RETURN_IF_ERROR(context.database.RunReadTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(session, FindSession(tx, city, request.session_token(), now));
    if (!session) return Error("UNAUTHENTICATED");
    caller = ContextOf(city, *session, now);
    return AddDesks(tx, caller);
  }));
  if (now - session->last_seen_time >= kTouchEvery) {
    LIANBAN_RETURN_IF_ERROR(context.database.RunTx(
        city, [&](postgres::Transaction& tx) { return TouchSession(tx, city, session->session_id, now); }));
  }
  caller.set_locale(request.locale() == "en" ? "en" : "zh-CN");
  v1::GetContextResponse response;
  response.set_signed_context(context.signer.Sign(caller));
  *response.mutable_expire_time() = caller.expire_time();
  *response.mutable_context() = std::move(caller);
  return response;
}

}  // namespace lianban::identity

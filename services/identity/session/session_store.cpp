#include "services/identity/session/session_store.h"

#include <algorithm>

#include "google/protobuf/util/time_util.h"
#include "services/identity/command_context.h"
#include "services/identity/value_rules.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

constexpr absl::Duration kKept = absl::Hours(24 * 90);  // ended sessions, for the security administrator's questions

std::string HashOf(const std::string& token) { return postgres::Bytes(crypto::Sha256(token)); }

google::protobuf::Timestamp ProtoTime(std::string_view text) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(postgres::FromTimestamp(text));
}

}  // namespace

std::string NewToken(const std::string& city) { return city + "." + crypto::Base64Url(crypto::RandomBytes(32)); }

std::string CityOfToken(const std::string& token) {
  const size_t dot = token.find('.');
  if (dot == std::string::npos || token.size() != dot + 44) return "";
  const std::string city = token.substr(0, dot);
  return CheckIdentifier("city", city).ok() ? city : "";
}

absl::Time OpenSession::EndsAt() const {
  return std::min(start_time + kSessionAbsolute, last_seen_time + kSessionIdle);
}

absl::Status InsertSession(postgres::Transaction& tx, const std::string& city, const std::string& token,
                           const std::string& user_id, const std::string& client, absl::Time now) {
  LIANBAN_RETURN_IF_ERROR(tx.Query("forget_sessions", {city, user_id, Timestamp(now - kKept)}).status());
  return tx.Query("insert_session", {city, crypto::NewUuid(), HashOf(token), user_id, client, Timestamp(now)}).status();
}

absl::StatusOr<std::optional<OpenSession>> FindSession(postgres::Transaction& tx, const std::string& city,
                                                       const std::string& token, absl::Time now) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("open_session", {city, HashOf(token)}));
  if (rows->size() == 0) return std::nullopt;
  OpenSession session{rows->GetString(0, 0), rows->GetString(0, 1),   rows->GetString(0, 4),  rows->GetString(0, 5),
                      rows->GetString(0, 6), TimeOf(rows->Get(0, 2)), TimeOf(rows->Get(0, 3))};
  if (now >= session.EndsAt()) return std::nullopt;
  return session;
}

absl::Status TouchSession(postgres::Transaction& tx, const std::string& city, const std::string& session_id,
                          absl::Time now) {
  return tx.Query("touch_session", {city, session_id, Timestamp(now)}).status();
}

absl::StatusOr<std::string> EndSessionByToken(postgres::Transaction& tx, const std::string& city,
                                              const std::string& token, absl::Time now, const std::string& reason) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows,
                           tx.Query("end_session_by_token", {city, HashOf(token), Timestamp(now), reason}));
  return rows->size() == 0 ? std::string() : rows->GetString(0, 0);
}

absl::StatusOr<std::string> EndSessionById(postgres::Transaction& tx, const std::string& city,
                                           const std::string& session_id, absl::Time now, const std::string& reason) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("end_session", {city, session_id, Timestamp(now), reason}));
  return rows->size() == 0 ? std::string() : rows->GetString(0, 0);
}

absl::Status EndSessionsOf(postgres::Transaction& tx, const std::string& city, const std::vector<std::string>& user_ids,
                           absl::Time now, const std::string& reason) {
  return tx.Query("end_sessions_of", {city, postgres::TextArray(user_ids), Timestamp(now), reason}).status();
}

absl::StatusOr<std::vector<v1::Session>> ReadSessions(postgres::Transaction& tx, const std::string& city,
                                                      const SessionPage& page, absl::Time now) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows,
                           tx.Query("list_sessions", {city, page.before, page.user_id, Timestamp(now - kSessionIdle),
                                                      Timestamp(now - kSessionAbsolute), std::to_string(page.size)}));
  std::vector<v1::Session> sessions;
  for (int i = 0; i < rows->size(); ++i) {
    v1::Session session;
    session.set_session_id(rows->GetString(i, 0));
    session.set_user_id(rows->GetString(i, 1));
    session.set_user_name(rows->GetString(i, 2));
    session.set_client(rows->GetString(i, 3));
    *session.mutable_start_time() = ProtoTime(rows->Get(i, 4));
    *session.mutable_last_seen_time() = ProtoTime(rows->Get(i, 5));
    sessions.push_back(std::move(session));
  }
  return sessions;
}

}  // namespace lianban::identity

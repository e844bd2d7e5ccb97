#pragma once
// Sessions. Only the SHA-256 of a token is kept.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianban/identity/v1/identity.pb.h"
#include "services/lib/postgres/database.h"

namespace lianban::identity {

inline constexpr absl::Duration kSessionIdle = absl::Minutes(30);
inline constexpr absl::Duration kSessionAbsolute = absl::Hours(12);

// "330600.<256 random bits>": the city says whose table to look in, the bits are the secret.
std::string NewToken(const std::string& city);
// "" when the text is not a token.
std::string CityOfToken(const std::string& token);

struct OpenSession {
  std::string session_id, user_id, user_name, unit_id, area_code;
  absl::Time start_time, last_seen_time;
  absl::Time EndsAt() const;
};

absl::Status InsertSession(postgres::Transaction& tx, const std::string& city, const std::string& token,
                           const std::string& user_id, const std::string& client, absl::Time now);
// nullopt when it was ended, has expired, never was, or the account is disabled.
absl::StatusOr<std::optional<OpenSession>> FindSession(postgres::Transaction& tx, const std::string& city,
                                                       const std::string& token, absl::Time now);
absl::Status TouchSession(postgres::Transaction& tx, const std::string& city, const std::string& session_id,
                          absl::Time now);

// Whose session it was; "" when none was open.
absl::StatusOr<std::string> EndSessionByToken(postgres::Transaction& tx, const std::string& city,
                                              const std::string& token, absl::Time now, const std::string& reason);
absl::StatusOr<std::string> EndSessionById(postgres::Transaction& tx, const std::string& city,
                                           const std::string& session_id, absl::Time now, const std::string& reason);
absl::Status EndSessionsOf(postgres::Transaction& tx, const std::string& city, const std::vector<std::string>& user_ids,
                           absl::Time now, const std::string& reason);

struct SessionPage {
  std::string before, user_id;
  int size = 0;
};
absl::StatusOr<std::vector<v1::Session>> ReadSessions(postgres::Transaction& tx, const std::string& city,
                                                      const SessionPage& page, absl::Time now);

}  // namespace lianban::identity

#pragma once
// Answers of writing calls, inside the transaction that did the writing: the same request_id gives the same answer.

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/lib/postgres/database.h"

namespace lianban::intake {

struct RequestKey {
  std::string request_id;
  std::string hash;  // of the request, so that one id is never used for two things
};

// REQUEST_ID_REQUIRED when `request_id` is not a UUID.
absl::StatusOr<RequestKey> KeyOf(const std::string& request_id, const google::protobuf::Message& request);

// What the request made before; nullopt when it is new. REQUEST_ID_REUSED when it was another request.
absl::StatusOr<std::optional<std::string>> EarlierSubject(postgres::Transaction& tx, const std::string& city_id,
                                                          const RequestKey& key);
// ABORTED when another transaction was first, so that RunTxAgain looks again.
absl::Status Remember(postgres::Transaction& tx, const std::string& city_id, const RequestKey& key,
                      const std::string& subject, absl::Time now);

}  // namespace lianban::intake

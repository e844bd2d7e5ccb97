#pragma once
// Answers of writing calls, inside the transaction that did the writing: the same request_id gives the same answer.

#include <functional>
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

// Claims the request, runs `work` and remembers the subject that it gives, in one transaction; a request that was answered before
// gives the subject of then. The same request at work elsewhere is waited for: `work` never sees what its own first try is doing.
// `work` may run more than once (RunTxAgain); whom it asks outside must know a repeated request as well.
absl::StatusOr<std::string> WriteOnce(postgres::Database& database, const std::string& city_id, const RequestKey& key, absl::Time now,
                                      const std::function<absl::StatusOr<std::string>(postgres::Transaction&)>& work);

}  // namespace lianban::intake

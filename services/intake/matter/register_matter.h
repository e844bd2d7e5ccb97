#pragma once
// Stores a matter with its receipt number and party, then opens its case: the common end of reports and visits.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/intake/counter.h"
#include "services/intake/request_log.h"

namespace lianban::intake {

struct Registration {
  Matter matter;                      // without receipt number
  PartyRecord party;                  // empty: anonymous, or `known_party_id`
  std::string known_party_id = "";    // a party that is registered already
  std::vector<Matter> children = {};  // matters of a visit
  std::optional<RequestKey> request = std::nullopt;
};

// The time of receipt: now when the request gives none; RECEIVE_TIME_FUTURE when it lies ahead.
absl::StatusOr<absl::Time> ReceiveTimeOf(bool given, const google::protobuf::Timestamp& time, absl::Time now);

// What the request made before; nullopt when it is new.
absl::StatusOr<std::optional<Matter>> EarlierRegistration(Counter& counter, const std::string& city_id, const RequestKey& request);

// One transaction, then FinishRegistration. What casework refuses is taken back, because nobody has seen its number
// yet.
absl::StatusOr<v1::Matter> RegisterMatter(Counter& counter, const rpc::Context& caller, Registration registration,
                                          absl::Time now);

// Opens the case when that has not happened yet, waits briefly for the cases of a visit, and answers with the matter as
// it stands, its children and the open matters it may repeat.
absl::StatusOr<v1::Matter> FinishRegistration(Counter& counter, const rpc::Context& caller, Matter matter,
                                              absl::Time now);

}  // namespace lianban::intake

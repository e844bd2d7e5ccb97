#include "services/lib/postgres/sql_status.h"

#include "absl/strings/cord.h"
#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/database.h"
#include "services/lib/postgres/server_words.h"
#include "spdlog/spdlog.h"

namespace lianban::postgres {
namespace {

absl::StatusCode CodeOf(std::string_view sqlstate) {
  if (sqlstate == "40001" || sqlstate == "40P01") return absl::StatusCode::kAborted;
  if (sqlstate == "23505") return absl::StatusCode::kAlreadyExists;
  if (sqlstate.starts_with("23")) return absl::StatusCode::kFailedPrecondition;
  if (sqlstate.starts_with("22")) return absl::StatusCode::kInvalidArgument;
  return absl::StatusCode::kInternal;
}

}  // namespace

absl::Status DatabaseUnavailable() { return Error("DATABASE_UNAVAILABLE"); }

absl::Status StatusOfSqlState(std::string_view sqlstate, std::string_view message, std::string_view constraint,
                              std::string_view query) {
  if (sqlstate.empty()) {  // no server said this: it is the client library's word for a broken link
    if (!message.empty()) LogDatabaseAway(message);
    return DatabaseUnavailable();
  }
  if (sqlstate.starts_with("08") || sqlstate.starts_with("57P") || sqlstate == "53300") return DatabaseUnavailable();
  if (sqlstate == "53100") {
    spdlog::error("the disk of the database is full: {}", OneLine(message));
    return Error("DATABASE_FULL");
  }
  if (sqlstate == "57014") return Error("DATABASE_TIMEOUT");
  absl::Status status(CodeOf(sqlstate), fmt::format("query {}: {} {}", query, sqlstate, message));
  status.SetPayload(kInternalPayloadUrl, absl::Cord(absl::string_view(constraint.data(), constraint.size())));
  return status;
}

std::string ViolatedConstraint(const absl::Status& status) {
  const auto payload = status.GetPayload(kInternalPayloadUrl);
  return payload ? std::string(*payload) : "";
}

}  // namespace lianban::postgres

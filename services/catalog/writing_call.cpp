#include "services/catalog/writing_call.h"

#include <algorithm>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/workflow/overlay/compose.h"
#include "services/workflow/validate/area_code.h"

namespace lianban::catalog {
namespace {

// Maps in a fixed order: the same request has the same hash.
std::string HashOf(const google::protobuf::Message& request) {
  std::string bytes = request.GetTypeName() + "\n";
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    request.SerializeToCodedStream(&coded);
  }
  return crypto::Hex(crypto::Sha256(bytes));
}

absl::StatusOr<bool> ReadAnswer(postgres::Transaction& tx, const std::string& city_id, const std::string& request_id,
                                const std::string& hash, google::protobuf::Message* response) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("request", {city_id, request_id}));
  if (rows->size() == 0) return false;
  if (rows->Get(0, 0) != hash) return Error("REQUEST_ID_REUSED");
  if (!response->ParseFromString(postgres::FromBytes(rows->Get(0, 1)))) {
    return absl::InternalError("a remembered answer cannot be read");
  }
  return true;
}

}  // namespace

absl::Status RequireRole(const rpc::Context& caller, std::string_view role) {
  const bool holds = std::any_of(caller.desks().begin(), caller.desks().end(),
                                 [&](const auto& desk) { return desk.role() == role; });
  return holds ? absl::OkStatus() : Error("PERMISSION_DENIED");
}

absl::Status RequireArea(const Change& change, const std::string& area, const std::string& what) {
  const auto home = workflow::ParseAreaCode(change.caller.area_code());
  const auto city = workflow::ParseAreaCode(change.city());
  if (!home.ok() || !city.ok() || workflow::overlay::LiesIn(city->brief, home->brief)) return absl::OkStatus();
  if (!area.empty() && workflow::overlay::LiesIn(area, home->brief)) return absl::OkStatus();
  return Error("OUTSIDE_YOUR_AREA", {{"name", area.empty() ? what : what + "@" + area}});
}

absl::Status RequireWorkflowAdmin(const rpc::Context& caller) { return RequireRole(caller, "workflow_admin"); }

absl::StatusOr<bool> EarlierAnswer(postgres::Database& database, const Change& change, const std::string& request_id,
                                   const google::protobuf::Message& request, google::protobuf::Message* response) {
  if (!crypto::IsUuid(request_id)) return Error("REQUEST_ID_REQUIRED");
  bool answered = false;
  LIANBAN_RETURN_IF_ERROR(database.RunTx(change.city(), [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(answered, ReadAnswer(tx, change.city(), request_id, HashOf(request), response));
    return absl::OkStatus();
  }));
  return answered;
}

absl::Status WriteOnce(postgres::Database& database, const Change& change, const std::string& request_id,
                       const google::protobuf::Message& request, google::protobuf::Message* response,
                       const std::function<absl::Status(postgres::Transaction&)>& work, std::string_view role) {
  LIANBAN_RETURN_IF_ERROR(RequireRole(change.caller, role));
  if (!crypto::IsUuid(request_id)) return Error("REQUEST_ID_REQUIRED");
  const std::string hash = HashOf(request);
  return database.RunTx(change.city(), [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(const auto claimed,
                             tx.Query("claim_request", {change.city(), request_id, hash, change.time()}));
    if (claimed->size() == 0) return ReadAnswer(tx, change.city(), request_id, hash, response).status();
    LIANBAN_RETURN_IF_ERROR(work(tx));
    return tx.Query("answer_request", {change.city(), request_id, postgres::Bytes(response->SerializeAsString())}).status();
  });
}

}  // namespace lianban::catalog

#include "services/casework/log/list_records.h"

#include <algorithm>

#include "nlohmann/json.hpp"
#include "services/casework/access.h"
#include "services/casework/command/command_answer.h"
#include "services/casework/log/record_log.h"
#include "services/casework/request_check.h"
#include "services/casework/store/array_param.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

constexpr int kRecordsPageMax = 500;
constexpr int kKindsMax = 50;

std::string TimeOr(bool given, const google::protobuf::Timestamp& time, absl::Time otherwise) {
  return TimeText(given ? absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos()) : otherwise);
}

absl::StatusOr<std::vector<std::string>> TypesOf(const v1::ListRecordsRequest& request) {
  if (request.kinds_size() > kKindsMax) return Error("REQUEST_INVALID", {{"detail", "kinds"}});
  std::vector<std::string> types;
  for (const std::string& kind : request.kinds()) {
    LIANBAN_RETURN_IF_ERROR(CheckName("kinds", kind));
    types.push_back(kRecordPrefix + kind);
  }
  return types;
}

v1::Record RecordFrom(const postgres::Rows& rows, int row) {
  v1::Record record;
  record.set_log_index(rows.GetInt(row, 0));
  record.set_subject(rows.GetString(row, 1));
  SetTime(TimeFromText(rows.Get(row, 2)), record.mutable_time());
  record.set_kind(rows.GetString(row, 3).substr(std::string_view(kRecordPrefix).size()));
  record.set_actor_name(rows.GetString(row, 4));
  record.set_actor_id(rows.GetString(row, 5));
  const auto payload = nlohmann::json::parse(rows.Get(row, 6), nullptr, false);
  if (payload.is_object()) {
    if (payload.contains("body")) record.set_body_json(Dump(payload["body"]));
    if (payload.contains("detail")) record.set_detail_json(Dump(payload["detail"]));
  }
  record.set_actor_class(rows.GetString(row, 7));
  record.set_process(rows.GetString(row, 8));
  record.set_release(static_cast<int32_t>(rows.GetInt(row, 9)));
  record.set_leaf_hash(postgres::FromBytes(rows.Get(row, 10)));
  return record;
}

}  // namespace

absl::StatusOr<v1::ListRecordsResponse> ListRecords(ConnectionPool& connections, const PageTokens& tokens,
                                                    const rpc::Context& caller, const v1::ListRecordsRequest& request) {
  if (!MayReadLog(caller)) return Error("PERMISSION_DENIED");
  LIANBAN_ASSIGN_OR_RETURN(int page_size, PageSize(request.page_size()));
  page_size = std::min(page_size, kRecordsPageMax);
  LIANBAN_RETURN_IF_ERROR(CheckText("subject", request.subject(), kTitleCharactersMax));
  LIANBAN_ASSIGN_OR_RETURN(const auto types, TypesOf(request));
  const std::string query = QueryOf("ListRecords", caller, request);
  LIANBAN_ASSIGN_OR_RETURN(const auto cursor, tokens.Open(query, request.page_token()));
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections.RunTx(caller.city_id(),
                        {{"list_records",
                          {caller.city_id(), request.subject(), cursor.empty() ? "0" : cursor[0], std::to_string(page_size + 1),
                           postgres::TextArray(types), TimeOr(request.has_from_time(), request.from_time(), absl::InfinitePast()),
                           TimeOr(request.has_to_time(), request.to_time(), absl::InfiniteFuture())}}}));
  v1::ListRecordsResponse response;
  const postgres::Rows& rows = *results[0];
  for (int row = 0; row < std::min(rows.size(), page_size); ++row) *response.add_records() = RecordFrom(rows, row);
  if (rows.size() > page_size) {
    response.set_next_page_token(tokens.Seal(query, {std::to_string(response.records(page_size - 1).log_index())}));
  }
  return response;
}

}  // namespace lianban::casework

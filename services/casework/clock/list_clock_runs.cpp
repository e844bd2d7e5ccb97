#include "services/casework/clock/list_clock_runs.h"

#include <limits>

#include "services/casework/access.h"
#include "services/casework/case/first_case.h"
#include "services/casework/command/command_answer.h"
#include "services/casework/request_check.h"
#include "services/casework/store/array_param.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

absl::Status MayRead(const rpc::Context& caller) {
  return MayReadLog(caller) || HoldsRole(caller, "workflow_admin") ? absl::OkStatus() : Error("PERMISSION_DENIED");
}

}  // namespace

absl::StatusOr<v1::ListClockRunsResponse> ListClockRuns(ConnectionPool& connections, const PageTokens& tokens,
                                                        const rpc::Context& caller,
                                                        const v1::ListClockRunsRequest& request) {
  LIANBAN_RETURN_IF_ERROR(MayRead(caller));
  LIANBAN_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size()));
  const std::string query = QueryOf("ListClockRuns", caller, request);
  LIANBAN_ASSIGN_OR_RETURN(const auto cursor, tokens.Open(query, request.page_token()));
  const std::string before = cursor.empty() ? std::to_string(std::numeric_limits<int64_t>::max()) : cursor[0];
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections.RunTx(caller.city_id(), {{"list_clock_runs", {caller.city_id(), before, std::to_string(page_size)}}}));
  v1::ListClockRunsResponse response;
  const postgres::Rows& rows = *results[0];
  for (int row = 0; row < rows.size(); ++row) {
    v1::ClockRun& run = *response.add_runs();
    run.set_run_id(rows.GetString(row, 0));
    run.set_cause(rows.GetString(row, 1));
    run.set_log_index(rows.GetInt(row, 2));
    SetTime(TimeFromText(rows.Get(row, 3)), run.mutable_start_time());
    if (!rows.IsNull(row, 4)) SetTime(TimeFromText(rows.Get(row, 4)), run.mutable_finish_time());
    run.set_examined(rows.GetInt(row, 5));
    run.set_moved(rows.GetInt(row, 6));
    run.set_failed(rows.GetInt(row, 7));
  }
  if (rows.size() == page_size) {
    response.set_next_page_token(tokens.Seal(query, {std::to_string(rows.GetInt(page_size - 1, 2))}));
  }
  return response;
}

absl::StatusOr<v1::ListRunMovesResponse> ListRunMoves(ConnectionPool& connections, const PageTokens& tokens,
                                                      const rpc::Context& caller,
                                                      const v1::ListRunMovesRequest& request) {
  LIANBAN_RETURN_IF_ERROR(MayRead(caller));
  LIANBAN_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size()));
  LIANBAN_ASSIGN_OR_RETURN(const std::string run_id, CaseId(request.run_id()));
  const std::string query = QueryOf("ListRunMoves", caller, request);
  LIANBAN_ASSIGN_OR_RETURN(auto cursor, tokens.Open(query, request.page_token()));
  if (cursor.size() != 2) cursor = {kFirstCase, ""};
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections.RunTx(caller.city_id(), {{"list_clock_moves", {caller.city_id(), run_id, cursor[0], cursor[1],
                                                                 std::to_string(page_size)}}}));
  v1::ListRunMovesResponse response;
  const postgres::Rows& rows = *results[0];
  for (int row = 0; row < rows.size(); ++row) {
    v1::RunMove& move = *response.add_moves();
    move.set_case_id(rows.GetString(row, 0));
    move.set_clock(rows.GetString(row, 1));
    move.set_before(rows.GetString(row, 2));
    move.set_due(rows.GetString(row, 3));
    move.set_why(rows.GetString(row, 4));
    move.set_unverified(rows.GetBool(row, 5));
  }
  if (rows.size() == page_size) {
    response.set_next_page_token(tokens.Seal(query, {rows.GetString(page_size - 1, 0), rows.GetString(page_size - 1, 1)}));
  }
  return response;
}

}  // namespace lianban::casework

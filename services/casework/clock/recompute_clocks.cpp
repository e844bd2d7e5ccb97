#include "services/casework/clock/recompute_clocks.h"

#include "services/casework/access.h"
#include "services/casework/case/first_case.h"
#include "services/casework/clock/recompute_cases.h"
#include "services/casework/request_check.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {

absl::StatusOr<v1::RecomputeClocksResponse> RecomputeClocks(ConnectionPool& connections, Executors& executors,
                                                            const PageTokens& tokens, const rpc::Context& caller,
                                                            const v1::RecomputeClocksRequest& request) {
  if (!IsPlatform(caller) && !HoldsRole(caller, "workflow_admin")) return Error("PERMISSION_DENIED");
  LIANBAN_ASSIGN_OR_RETURN(const std::string run_id, RequestId(request.run_id()));
  LIANBAN_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size()));
  LIANBAN_RETURN_IF_ERROR(CheckName("process", request.process()));
  const std::string query = QueryOf("RecomputeClocks", caller, request);
  LIANBAN_ASSIGN_OR_RETURN(const auto cursor, tokens.Open(query, request.page_token()));
  const std::string& city_id = caller.city_id();
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections.RunTx(city_id, {{"list_running_cases",
                                   {city_id, cursor.empty() ? kFirstCase : cursor[0], request.process(),
                                    std::to_string(page_size)}}}));
  const postgres::Rows& rows = *results[0];
  std::vector<std::string> case_ids;
  for (int row = 0; row < rows.size(); ++row) case_ids.push_back(rows.GetString(row, 0));
  const Recomputed outcome = RecomputeCases(executors, city_id, run_id, case_ids);
  v1::RecomputeClocksResponse response;
  response.set_examined(rows.size());
  for (const v1::MovedClock& moved : outcome.moved) *response.add_moved() = moved;
  for (const std::string& case_id : outcome.failed) response.add_failed_case_ids(case_id);
  if (rows.size() == page_size) response.set_next_page_token(tokens.Seal(query, {rows.GetString(page_size - 1, 0)}));
  return response;
}

}  // namespace lianban::casework

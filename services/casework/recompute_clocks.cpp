#include "services/casework/recompute_clocks.h"

#include <algorithm>
#include <mutex>

#include "services/casework/access.h"
#include "services/casework/first_case.h"
#include "services/casework/flights.h"
#include "services/casework/platform_order.h"
#include "services/casework/request_check.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

// Nothing to do for this case: it did not move, or has ended or been suspended since it was listed.
bool IsSettled(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return status.ok() || reason == "CLOCKS_UNCHANGED" || reason == "CASE_FINISHED" || reason == "CASE_SUSPENDED";
}

}  // namespace

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
  v1::RecomputeClocksResponse response;
  std::mutex mutex;  // answers come from several executors
  Flights<std::string> flights;
  for (int row = 0; row < rows.size(); ++row) {
    const std::string case_id = rows.GetString(row, 0);
    workflow::Command command;
    command.kind = workflow::CommandKind::kRecompute;
    OrderPtr order = PlatformOrder(city_id, DerivedUuid("recompute " + run_id, case_id, 0), case_id, std::move(command));
    flights.Begin();
    order->done = [&, case_id](absl::StatusOr<v1::CommandResponse> answer) {
      if (answer.ok()) {
        std::lock_guard lock(mutex);
        for (const auto& moved : answer->moved_clocks()) *response.add_moved() = moved;
      }
      flights.Land(case_id, answer.status());
    };
    executors.Submit(std::move(order));
  }
  for (const auto& [case_id, status] : flights.WaitForAll()) {
    if (!IsSettled(status)) response.add_failed_case_ids(case_id);
  }
  response.set_examined(rows.size());
  std::sort(response.mutable_moved()->begin(), response.mutable_moved()->end(),
            [](const auto& a, const auto& b) { return a.case_id() < b.case_id(); });
  if (rows.size() == page_size) response.set_next_page_token(tokens.Seal(query, {rows.GetString(page_size - 1, 0)}));
  return response;
}

}  // namespace lianban::casework

#include "services/casework/inbox/list_tasks.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "services/casework/access.h"
#include "services/casework/case/first_case.h"
#include "services/casework/command/command_answer.h"
#include "services/casework/inbox/inbox_line.h"
#include "services/casework/request_check.h"
#include "services/casework/store/array_param.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

using View = v1::ListTasksRequest;

constexpr int kCountMax = 10'000;

v1::Task TaskFrom(const postgres::Rows& rows, int row, absl::Time now) {
  v1::Task task;
  task.set_case_id(rows.GetString(row, 0));
  task.set_task_no(rows.GetInt(row, 1));
  task.set_step(rows.GetString(row, 2));
  task.set_title(rows.GetString(row, 3));
  task.set_case_title(rows.GetString(row, 4));
  task.set_process(rows.GetString(row, 5));
  task.set_desk(rows.GetString(row, 6));
  task.set_assignee(rows.GetString(row, 7));
  SetTime(TimeFromText(rows.Get(row, 8)), task.mutable_open_time());
  const InboxLine line{TimeFromText(rows.Get(row, 9)), TimeFromText(rows.Get(row, 10)), rows.GetBool(row, 11)};
  if (line.due != absl::InfiniteFuture()) SetTime(line.due, task.mutable_due_time());
  task.set_light(std::string(LightOf(line, now)));
  task.set_receipt_no(rows.GetString(row, 12));
  return task;
}

absl::StatusOr<std::vector<std::string>> AskedDesks(const rpc::Context& caller, const v1::ListTasksRequest& request) {
  std::vector<std::string> desks = DesksOf(caller);
  std::sort(desks.begin(), desks.end());
  desks.erase(std::unique(desks.begin(), desks.end()), desks.end());
  if (request.desk().empty()) return desks;
  if (!std::binary_search(desks.begin(), desks.end(), request.desk())) return Error("PERMISSION_DENIED");
  return std::vector<std::string>{request.desk()};
}

}  // namespace

absl::StatusOr<v1::ListTasksResponse> ListTasks(ConnectionPool& connections, SubstitutionBook& substitutions,
                                                const PageTokens& tokens, const rpc::Context& caller,
                                                const v1::ListTasksRequest& request) {
  LIANBAN_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size()));
  LIANBAN_RETURN_IF_ERROR(CheckName("process", request.process()));
  const std::string query = QueryOf("ListTasks", caller, request);
  LIANBAN_ASSIGN_OR_RETURN(std::vector<std::string> cursor, tokens.Open(query, request.page_token()));
  LIANBAN_ASSIGN_OR_RETURN(std::vector<std::string> desks, AskedDesks(caller, request));
  if (cursor.size() != 3) cursor = {"-infinity", kFirstCase, "0"};
  if (request.view() == View::VIEW_MINE) desks.clear();
  std::string own = request.view() == View::VIEW_UNCLAIMED ? "" : caller.user_id();
  if (!request.on_behalf_of().empty()) {
    const auto owners = substitutions.OwnersFor(caller.city_id(), caller.user_id(), absl::Now());
    own = request.on_behalf_of();
    desks.clear();
    if (std::find(owners.begin(), owners.end(), own) == owners.end()) return Error("PERMISSION_DENIED");
  }

  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections.RunTx(caller.city_id(),
                        {{"list_tasks",
                          {caller.city_id(), postgres::TextArray(desks), own, cursor[0], cursor[1], cursor[2],
                           request.process(), std::to_string(page_size + 1), request.desk()}}}));
  const postgres::Rows& rows = *results[0];
  const absl::Time now = absl::Now();
  v1::ListTasksResponse response;
  for (int row = 0; row < std::min(rows.size(), page_size); ++row) *response.add_tasks() = TaskFrom(rows, row, now);
  if (rows.size() > page_size) {
    const int last = page_size - 1;
    response.set_next_page_token(
        tokens.Seal(query, {rows.GetString(last, 9), rows.GetString(last, 0), rows.GetString(last, 1)}));
  }
  return response;
}

absl::StatusOr<v1::CountTasksResponse> CountTasks(ConnectionPool& connections, const rpc::Context& caller) {
  std::vector<std::string> desks = DesksOf(caller);
  std::sort(desks.begin(), desks.end());
  desks.erase(std::unique(desks.begin(), desks.end()), desks.end());
  const std::string most = std::to_string(kCountMax);
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections.RunTx(caller.city_id(), {{"count_desk_tasks",
                                            {caller.city_id(), postgres::TextArray(desks), TimeText(absl::Now()), most}},
                                           {"count_own_tasks", {caller.city_id(), caller.user_id(), most}}}));
  v1::CountTasksResponse response;
  for (int row = 0; row < results[0]->size(); ++row) {
    auto* desk = response.add_desks();
    desk->set_desk(results[0]->GetString(row, 0));
    desk->set_open(results[0]->GetInt(row, 1));
    desk->set_due_soon(results[0]->GetInt(row, 2));
    desk->set_overdue(results[0]->GetInt(row, 3));
  }
  response.set_mine(results[1]->GetInt(0, 0));
  return response;
}

}  // namespace lianban::casework

#include "services/cli/import/play_case.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/cli/terminal/moment.h"
#include "services/lib/crypto/derived_uuid.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

using namespace casework::v1;

absl::StatusOr<Case> GetCaseNow(ConnectClient& client, const std::string& case_id) {
  GetCaseRequest request;
  request.set_case_id(case_id);
  return client.Call<Case>("lianban.casework.v1.Casework/GetCase", request);
}

absl::StatusOr<size_t> CompletedTasks(ConnectClient& client, const Case& view) {
  size_t count = 0;
  ListEventsRequest request;
  request.set_case_id(view.case_id());
  request.set_page_size(1000);
  do {
    LIANBAN_ASSIGN_OR_RETURN(const auto page,
                             client.Call<ListEventsResponse>("lianban.casework.v1.Casework/ListEvents", request));
    count += static_cast<size_t>(std::count_if(page.events().begin(), page.events().end(),
                                               [](const Event& event) { return event.type() == "complete_task"; }));
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return count;
}

}  // namespace

absl::StatusOr<PlayedCase> PlayCase(ConnectClient& client, const std::string& case_id, const std::string& seed,
                                    const std::vector<PlayedStep>& steps) {
  LIANBAN_ASSIGN_OR_RETURN(Case view, GetCaseNow(client, case_id));
  size_t done = 0;
  if (view.revision() > 1) {
    LIANBAN_ASSIGN_OR_RETURN(done, CompletedTasks(client, view));
  }
  if (done >= steps.size()) return PlayedCase{std::move(view), 0};
  std::vector<Task> open(view.open_tasks().begin(), view.open_tasks().end());
  for (size_t i = done; i < steps.size(); ++i) {
    const PlayedStep& played = steps[i];
    const auto task = std::find_if(open.begin(), open.end(), [&](const Task& t) { return t.step() == played.step; });
    if (task == open.end()) return Error("STEP_NOT_OPEN", {{"step", played.step}, {"case", case_id}});
    CompleteTaskRequest request;
    request.set_request_id(crypto::DerivedUuid(fmt::format("{} {} {}", seed, case_id, i)));
    request.set_case_id(case_id);
    request.set_task_no(task->task_no());
    request.set_outcome(played.outcome);
    request.set_reason(played.reason);
    request.set_form_json(played.form_json);
    *request.mutable_occur_time() = TimestampOf(played.time);
    LIANBAN_ASSIGN_OR_RETURN(const auto answer,
                             client.Call<CommandResponse>("lianban.casework.v1.Casework/CompleteTask", request));
    open.erase(task);
    open.insert(open.end(), answer.opened_tasks().begin(), answer.opened_tasks().end());
  }
  LIANBAN_ASSIGN_OR_RETURN(view, GetCaseNow(client, case_id));
  return PlayedCase{std::move(view), steps.size() - done};
}

}  // namespace lianban::cli

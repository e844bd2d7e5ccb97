#include "tests/chaos/client.h"

#include <thread>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "nlohmann/json.hpp"

namespace lianban::chaos {
namespace {

namespace v1 = casework::v1;

constexpr Patience kClientPatience = {.hurried_try = 12, .give_up = 15, .repeat = 8, .twin = 25};

}  // namespace

Client::Client(const Door& door, const ClientOptions& options, const std::atomic<bool>& stop)
    : door_(door),
      options_(options),
      stop_(stop),
      user_(fmt::format("client-{:02}", options.number)),
      rival_user_(fmt::format("rival-{:02}", options.number)),
      random_(options.seed * 1000 + options.number),
      rival_random_(random_()),
      notebook_(fmt::format("{}/{}.jsonl", options.folder, user_)),
      sender_(door, notebook_, random_, kClientPatience, stop),
      rival_(door, notebook_, rival_random_, kClientPatience, stop) {}

void Client::Run() {
  while (!stop_) {
    const int kind = random_() % 20;
    if (kind == 0) {
      PlayPatience();
    } else if (kind <= 2) {
      PlayVisit();
    } else {
      PlayRepair();
    }
  }
}

void Client::PlayRepair() {
  const nlohmann::json form = {{"households", static_cast<int>(random_() % 100)}};
  Answer at = Start("chaos_repair", form.dump(), absl::InfinitePast());
  while (at && at->status() == "running" && at->opened_tasks_size() == 1 && !stop_) {
    const v1::Task task = at->opened_tasks(0);
    const std::string outcome = OutcomeFor(task.step());
    at = OnceIn(random_, 15) ? CompleteAgainstRival(task.case_id(), task.task_no(), outcome)
                             : Complete(task.case_id(), task.task_no(), outcome);
    Pause();
  }
}

// Due in some seconds, as if it had been received half an hour ago.
void Client::PlayPatience() {
  Start("chaos_patience", "{}", absl::Now() - kPatienceOfWait + absl::Seconds(3 + random_() % 6));
  Pause();
}

// Children are opened in the background; while they are not, this client does something else.
void Client::PlayVisit() {
  const nlohmann::json form = {{"matters", {{{"process", "chaos_single"}}, {{"process", "chaos_single"}}}}};
  const Answer visit = Start("chaos_visit", form.dump(), absl::InfinitePast());
  if (!visit) return;
  PlayRepair();
  for (const v1::Task& task : TasksOfChildren(visit->case_id())) {
    if (OnceIn(random_, 6)) continue;  // some visits stay open
    Complete(task.case_id(), task.task_no(), "done");
    Pause();
  }
}

std::vector<v1::Task> Client::TasksOfChildren(const std::string& case_id) {
  grpc::ClientContext list_call;
  door_.Prepare(list_call, user_, {"handler"}, absl::Seconds(5));
  v1::ListCasesRequest request;
  request.set_parent_case_id(case_id);
  v1::ListCasesResponse children;
  std::vector<v1::Task> tasks;
  if (!sender_.stub().ListCases(&list_call, request, &children).ok()) return tasks;
  for (const auto& child : children.cases()) {
    grpc::ClientContext call;
    door_.Prepare(call, user_, {"handler"}, absl::Seconds(5));
    v1::GetCaseRequest get;
    get.set_case_id(child.case_id());
    v1::Case found;
    if (!sender_.stub().GetCase(&call, get, &found).ok()) continue;
    for (const auto& task : found.open_tasks()) tasks.push_back(task);
  }
  return tasks;
}

Client::Answer Client::Start(const std::string& process, const std::string& form_json, absl::Time received) {
  Command command{RandomUuid(random_), Call::kStart, user_, "", {}, {}, "", false};
  nlohmann::json form = nlohmann::json::parse(form_json);
  form["mark"] = command.request_id;
  v1::StartCaseRequest request;
  request.set_request_id(command.request_id);
  request.set_process(process);
  request.set_unit_id(kUnit);
  request.set_area_code(kArea);
  request.set_title("路灯不亮");
  request.set_form_json(form.dump());
  if (received != absl::InfinitePast()) request.mutable_receive_time()->set_seconds(absl::ToUnixSeconds(received));
  command.request = request.SerializeAsString();
  return sender_.Send(command);
}

Command Client::CompleteCommand(const std::string& user, const std::string& case_id, int64_t task_no,
                                const std::string& outcome) {
  Command command{RandomUuid(random_), Call::kComplete, user, "", {}, {}, "", false};
  v1::CompleteTaskRequest request;
  request.set_request_id(command.request_id);
  request.set_case_id(case_id);
  request.set_task_no(task_no);
  request.set_outcome(outcome);
  request.set_reason(command.request_id);
  command.request = request.SerializeAsString();
  return command;
}

Client::Answer Client::Complete(const std::string& case_id, int64_t task_no, const std::string& outcome) {
  return sender_.Send(CompleteCommand(user_, case_id, task_no, outcome));
}

Client::Answer Client::CompleteAgainstRival(const std::string& case_id, int64_t task_no, const std::string& outcome) {
  const Command own = CompleteCommand(user_, case_id, task_no, outcome);
  const Command rivals = CompleteCommand(rival_user_, case_id, task_no, outcome);
  Answer other;
  std::thread rival([&] { other = rival_.Send(rivals); });
  const Answer mine = sender_.Send(own);
  rival.join();
  return mine ? mine : other;
}

std::string Client::OutcomeFor(const std::string& step) {
  if (step == "accept") return OnceIn(random_, 10) ? "refuse" : "complete";
  if (step == "check") return OnceIn(random_, 3) ? "back" : "pass";
  return "done";
}

void Client::Pause() {
  if (options_.pause_ms > 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(random_() % (2 * options_.pause_ms)));
  }
}

}  // namespace lianban::chaos

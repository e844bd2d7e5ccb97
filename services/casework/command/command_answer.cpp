#include "services/casework/command/command_answer.h"

namespace lianban::casework {
namespace {

nlohmann::json Explanations(const std::vector<workflow::Fact>& facts) {
  auto all = nlohmann::json::array();
  for (const auto& fact : facts) {
    const auto found = fact.find("explanation");
    if (found != fact.end() && !found->is_null()) all.push_back(*found);
  }
  return all;
}

}  // namespace

void SetTime(absl::Time time, google::protobuf::Timestamp* out) {
  const int64_t micros = absl::ToUnixMicros(time);
  const int64_t seconds = absl::ToUnixSeconds(time);
  out->set_seconds(seconds);
  out->set_nanos(static_cast<int32_t>((micros - seconds * 1'000'000) * 1000));
}

absl::Time TimeOf(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Microseconds(timestamp.nanos() / 1000);
}

std::string Dump(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

v1::Task TaskOf(const CaseRecord& record, const workflow::TaskState& task, const workflow::Environment& environment,
                absl::Time now) {
  const InboxLine line = LineOf(record.state, task, environment);
  v1::Task out;
  out.set_case_id(record.case_id);
  out.set_task_no(task.no);
  out.set_step(task.step);
  out.set_title(task.title);
  out.set_case_title(record.title);
  out.set_process(record.state.process);
  out.set_desk(task.desk);
  out.set_assignee(task.assignee);
  SetTime(task.opened, out.mutable_open_time());
  if (line.due != absl::InfiniteFuture()) SetTime(line.due, out.mutable_due_time());
  out.set_light(std::string(LightOf(line, now)));
  out.set_receipt_no(record.receipt_no);
  return out;
}

v1::CommandResponse AnswerOf(const Attempt& attempt) {
  const CaseRecord& record = *attempt.after;
  v1::CommandResponse answer;
  answer.set_case_id(record.case_id);
  answer.set_revision(record.state.revision);
  answer.set_status(std::string(Name(record.state.status)));
  answer.set_result(record.state.result);
  for (const auto& task : attempt.transition.opened) {
    *answer.add_opened_tasks() = TaskOf(record, task, *attempt.environment, attempt.time);
  }
  if (const workflow::ClockState* clock = DueClock(record.state); clock != nullptr) {
    SetTime(clock->due, answer.mutable_due_time());
    answer.set_due_unverified(clock->unverified);
  }
  if (const auto explanations = Explanations(attempt.transition.facts); !explanations.empty()) {
    answer.set_explanation_json(Dump(explanations));
  }
  for (const auto& fact : attempt.transition.facts) {
    if (fact["type"] != "ClockMoved") continue;
    auto* moved = answer.add_moved_clocks();
    moved->set_case_id(record.case_id);
    moved->set_clock(fact.value("clock", ""));
    moved->set_before(fact.value("before", ""));
    moved->set_due(fact.value("due", ""));
    moved->set_why(fact.value("why", ""));
    moved->set_unverified(fact.value("unverified", false));
  }
  return answer;
}

}  // namespace lianban::casework

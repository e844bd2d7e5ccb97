#include <map>
#include <set>

#include "fmt/format.h"
#include "tests/chaos/judge.h"

namespace lianban::chaos {
namespace {

namespace v1 = casework::v1;
using Saved = std::map<std::string, std::vector<const v1::Event*>>;  // by mark

Saved ByMark(const History& history) {
  Saved saved;
  for (const auto& event : history.log) {
    if (const std::string mark = MarkOf(event); !mark.empty()) saved[mark].push_back(&event);
  }
  return saved;
}

size_t TimesSaved(const Saved& saved, const std::string& id) {
  const auto found = saved.find(id);
  return found == saved.end() ? 0 : found->second.size();
}

void JudgeCount(const Command& command, size_t times, Rule& acknowledged, Rule& unacknowledged, Rule& refused) {
  const std::string found = fmt::format("{} is there {} times", command.request_id, times);
  if (!command.answers.empty()) {
    ++acknowledged.looked_at;
    if (times != 1) acknowledged.broken.push_back(found);
  } else if (!command.refusal.empty()) {
    ++refused.looked_at;
    if (times != 0) refused.broken.push_back(fmt::format("{} ({})", found, command.refusal));
  } else {
    ++unacknowledged.looked_at;
    if (times > 1) unacknowledged.broken.push_back(found);
  }
}

void JudgeAnswers(const Command& command, Rule& same) {
  if (command.answers.size() < 2 && (command.answers.empty() || command.refusal.empty())) return;
  ++same.looked_at;
  for (const std::string& answer : command.answers) {
    if (answer != command.answers[0]) return same.broken.push_back(command.request_id + " has two answers");
  }
  if (!command.refusal.empty()) {
    same.broken.push_back(fmt::format("{} was done and refused ({})", command.request_id, command.refusal));
  }
}

void JudgeContent(const Command& command, const v1::Event& event, Rule& content) {
  ++content.looked_at;
  v1::CommandResponse answer;
  answer.ParseFromString(command.answers[0]);
  bool agrees = answer.case_id() == event.case_id() && answer.revision() == event.sequence() &&
                command.user == event.actor_id();
  if (command.call == Call::kComplete) {
    v1::CompleteTaskRequest request;
    request.ParseFromString(command.request);
    agrees = agrees && event.type() == "complete_task" && request.case_id() == event.case_id();
  } else {
    agrees = agrees && event.type() == "start" && event.sequence() == 1;
  }
  if (!agrees) content.broken.push_back(fmt::format("{} and event {} differ", command.request_id, event.log_index()));
}

// One client, one case: what it sent later stands later, in the case and in the city.
void JudgeOrder(const Command& command, const v1::Event& event, std::map<std::string, const v1::Event*>& last,
                Rule& order) {
  const v1::Event*& before = last[event.actor_id() + event.case_id()];
  if (before != nullptr) {
    ++order.looked_at;
    if (event.sequence() <= before->sequence() || event.log_index() <= before->log_index()) {
      order.broken.push_back(fmt::format("{}: event {} came before {}", command.request_id, event.log_index(),
                                         before->log_index()));
    }
  }
  before = &event;
}

}  // namespace

std::vector<Rule> JudgeCommands(const Records& records, const History& history) {
  const Saved saved = ByMark(history);
  Rule acknowledged{"every acknowledged command is in the history exactly once", 0, {}};
  Rule unacknowledged{"no unacknowledged command is there twice", 0, {}};
  Rule refused{"no refused command is there", 0, {}};
  Rule same{"a repeated request_id gives the same answer", 0, {}};
  Rule content{"each answer agrees with its event", 0, {}};
  Rule order{"what a client did to a case later stands later", 0, {}};
  Rule internal{"no client was shown an internal error", 0, {}};
  Rule stuck{"nobody waited in vain once the faults were over", 0, {}};
  Rule unknown{"nothing is in the history that nobody sent", 0, {}};
  std::set<std::string> sent;
  std::map<std::string, const v1::Event*> last;
  for (const Command& command : records.commands) {
    sent.insert(command.request_id);
    JudgeCount(command, TimesSaved(saved, command.request_id), acknowledged, unacknowledged, refused);
    JudgeAnswers(command, same);
    for (const std::string& reason : command.failures) {
      ++internal.looked_at;
      if (reason == "INTERNAL") internal.broken.push_back(command.request_id);
    }
    ++stuck.looked_at;
    if (!command.failures.empty() && command.failures.back() == kStuck) stuck.broken.push_back(command.request_id);
    const auto found = saved.find(command.request_id);
    if (found == saved.end()) continue;
    JudgeOrder(command, *found->second[0], last, order);
    if (!command.answers.empty()) JudgeContent(command, *found->second[0], content);
  }
  for (const auto& [mark, events] : saved) {
    ++unknown.looked_at;
    if (!sent.contains(mark)) unknown.broken.push_back(fmt::format("event {}", events[0]->log_index()));
  }
  return {acknowledged, unacknowledged, refused, same, content, order, internal, stuck, unknown};
}

}  // namespace lianban::chaos

#include <algorithm>
#include <map>
#include <set>

#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "tests/chaos/client.h"
#include "tests/chaos/judge.h"

namespace lianban::chaos {
namespace {

namespace v1 = casework::v1;
using TaskKey = std::pair<std::string, int64_t>;

absl::Time Moment(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

std::string Text(const TaskKey& task) { return fmt::format("{} task {}", task.first, task.second); }

// The number of the task a complete_task event closed.
int64_t TaskOf(const v1::Event& event) {
  const auto payload = nlohmann::json::parse(event.payload_json(), nullptr, false);
  return payload.at("command").value("task", int64_t{0});
}

std::map<TaskKey, int> Completions(const History& history) {
  std::map<TaskKey, int> done;
  for (const auto& event : history.log) {
    if (event.type() == "complete_task") ++done[{event.case_id(), TaskOf(event)}];
  }
  return done;
}

// Open by the clients' own records: what their answers opened and no event closed.
std::set<TaskKey> ExpectedOpen(const Records& records, const History& history) {
  const auto done = Completions(history);
  std::set<TaskKey> open;
  for (const Command& command : records.commands) {
    if (command.answers.empty()) continue;
    v1::CommandResponse answer;
    answer.ParseFromString(command.answers[0]);
    for (const auto& task : answer.opened_tasks()) open.insert({task.case_id(), task.task_no()});
  }
  std::erase_if(open, [&](const TaskKey& task) { return done.contains(task); });
  return open;
}

// Beside what was asked for, a case's history may hold a migration or a new count of its due date.
int64_t CountOf(const std::vector<v1::Event>& events, std::string_view type) {
  return std::count_if(events.begin(), events.end(), [&](const v1::Event& event) { return event.type() == type; });
}

bool IsChild(const v1::Case& found) { return !found.parent_case_id().empty(); }

// The platform started it, so no answer tells its one task: open, in the case and in the inbox, until it is answered.
Rule JudgeChildren(const History& history) {
  Rule rule{"a visit's matter has its one task open until that is answered", 0, {}};
  std::map<std::string, int> in_inbox;
  for (const auto& task : history.inbox) ++in_inbox[task.case_id()];
  for (const auto& [case_id, found] : history.cases) {
    if (!IsChild(found)) continue;
    ++rule.looked_at;
    const int open = CountOf(history.by_case.at(case_id), "complete_task") == 0 ? 1 : 0;
    if (found.open_tasks_size() != open || in_inbox[case_id] != open) {
      rule.broken.push_back(fmt::format("{}: {} in the case, {} in the inbox, {} are open", case_id,
                                        found.open_tasks_size(), in_inbox[case_id], open));
    }
  }
  return rule;
}

void Compare(const std::set<TaskKey>& expected, const std::multiset<TaskKey>& shown, Rule& rule) {
  rule.looked_at = expected.size() + shown.size();
  for (const TaskKey& task : expected) {
    if (shown.count(task) != 1) rule.broken.push_back(fmt::format("{}: open, shown {} times", Text(task), shown.count(task)));
  }
  for (const TaskKey& task : shown) {
    if (!expected.contains(task)) rule.broken.push_back(Text(task) + ": shown, but not open");
  }
}

}  // namespace

std::vector<Rule> JudgeCases(const Records& records, const History& history) {
  Rule once{"every task was answered at most once", 0, {}};
  for (const auto& [task, times] : Completions(history)) {
    ++once.looked_at;
    if (times > 1) once.broken.push_back(fmt::format("{}: {} times", Text(task), times));
  }
  Rule revision{"each case stands at its last event", 0, {}};
  std::multiset<TaskKey> in_cases, in_inbox;
  for (const auto& [case_id, found] : history.cases) {
    ++revision.looked_at;
    const auto& events = history.by_case.at(case_id);
    if (events.empty() || found.revision() != events.back().sequence()) revision.broken.push_back(case_id);
    if (IsChild(found)) continue;
    for (const auto& task : found.open_tasks()) in_cases.insert({task.case_id(), task.task_no()});
  }
  for (const auto& task : history.inbox) {
    if (!IsChild(history.cases.at(task.case_id()))) in_inbox.insert({task.case_id(), task.task_no()});
  }
  const std::set<TaskKey> expected = ExpectedOpen(records, history);
  Rule cases{"the cases' open tasks are those the answers opened and nobody answered", 0, {}};
  Rule inbox{"so is the inbox", 0, {}};
  Compare(expected, in_cases, cases);
  Compare(expected, in_inbox, inbox);

  Rule status{"each case has the status its last answer said", 0, {}};
  for (const Command& command : records.commands) {
    if (command.answers.empty()) continue;
    v1::CommandResponse answer;
    answer.ParseFromString(command.answers[0]);
    const auto found = history.cases.find(answer.case_id());
    if (found == history.cases.end() || found->second.revision() != answer.revision()) continue;
    ++status.looked_at;
    if (found->second.status() != answer.status() || found->second.result() != answer.result()) {
      status.broken.push_back(answer.case_id());
    }
  }
  return {once, revision, cases, inbox, JudgeChildren(history), status};
}

std::vector<Rule> JudgePlatform(const History& history) {
  Rule timers{"every timer fired exactly once, at its time", 0, {}};
  Rule children{"every visit has its two matters once", 0, {}};
  Rule parents{"a visit is closed exactly when its matters are", 0, {}};
  std::map<std::string, std::vector<const v1::Case*>> by_parent;
  for (const auto& [case_id, found] : history.cases) {
    if (!found.parent_case_id().empty()) by_parent[found.parent_case_id()].push_back(&found);
  }
  for (const auto& [case_id, found] : history.cases) {
    const auto& events = history.by_case.at(case_id);
    if (found.process() == "chaos_patience") {
      const absl::Time due = Moment(found.receive_time()) + kPatienceOfWait;
      if (Moment(events[0].record_time()) >= due) continue;  // entered too late: waits for whoever enters it
      ++timers.looked_at;
      const auto fired = std::find_if(events.begin(), events.end(),
                                      [](const v1::Event& event) { return event.type() == "fire_timer"; });
      if (CountOf(events, "fire_timer") != 1 || Moment(fired->time()) != due) {
        timers.broken.push_back(fmt::format("{}: {} events", case_id, events.size()));
      }
    } else if (found.process() == "chaos_visit") {
      ++children.looked_at;
      ++parents.looked_at;
      const auto& own = by_parent[case_id];
      if (own.size() != 2) children.broken.push_back(fmt::format("{}: {}", case_id, own.size()));
      bool all_closed = true;
      for (const v1::Case* child : own) all_closed = all_closed && child->status() == "finished";
      if (all_closed != (found.status() == "finished")) {
        parents.broken.push_back(fmt::format("{} is {}", case_id, found.status()));
      }
    }
  }
  return {timers, children, parents};
}

}  // namespace lianban::chaos

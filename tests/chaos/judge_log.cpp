#include <map>
#include <set>

#include "fmt/format.h"
#include "services/casework/audit/signed_note.h"
#include "tests/chaos/judge.h"

namespace lianban::chaos {
namespace {
namespace v1 = casework::v1;
}  // namespace

std::vector<Rule> JudgeLog(const History& history) {
  Rule gaps{"the city's log has no gap and no position twice", 0, {}};
  Rule sequence{"each case's events are 1, 2, 3 … in the order of the log", 0, {}};
  Rule agree{"a case's history and the city's log are the same events", 0, {}};
  std::map<std::string, std::vector<const v1::Event*>> by_case;
  for (const auto& event : history.log) {
    ++gaps.looked_at;
    if (event.log_index() != gaps.looked_at) {
      gaps.broken.push_back(fmt::format("position {} stands at {}", event.log_index(), gaps.looked_at));
    }
    auto& events = by_case[event.case_id()];
    events.push_back(&event);
    ++sequence.looked_at;
    if (event.sequence() != static_cast<int64_t>(events.size())) {
      sequence.broken.push_back(fmt::format("{}: {} instead of {}", event.case_id(), event.sequence(), events.size()));
    }
  }
  for (const auto& [case_id, events] : by_case) {
    if (IsRecord(*events.front())) continue;  // changes of rules and rights: no case, and no history but the log
    ++agree.looked_at;
    const auto listed = history.by_case.find(case_id);
    bool same = listed != history.by_case.end() && listed->second.size() == events.size();
    for (size_t i = 0; same && i < events.size(); ++i) {
      same = events[i]->SerializeAsString() == listed->second[i].SerializeAsString();
    }
    if (!same) agree.broken.push_back(case_id);
  }
  return {gaps, sequence, agree};
}

std::vector<Rule> JudgeWatcher(const Records& records, const History& history, const std::string& audit_key) {
  Rule seen{"what the stream showed during the faults is the log, each event once", 0, {}};
  for (const SeenEvent& event : records.seen) {
    ++seen.looked_at;
    const size_t place = seen.looked_at - 1;
    if (place >= history.log.size()) {
      seen.broken.push_back(fmt::format("event {} is gone", event.log_index));
      continue;
    }
    const v1::Event& kept = history.log[place];
    if (event.log_index != kept.log_index() || event.case_id != kept.case_id() ||
        event.sequence != kept.sequence() || event.leaf_hash != kept.leaf_hash()) {
      seen.broken.push_back(fmt::format("event {} was another one", event.log_index));
    }
  }
  Rule signed_once{"every checkpoint handed out during the faults still holds", 0, {}};
  std::map<int64_t, std::string> roots;
  audit::GrowingTree tree;
  for (const auto& event : history.log) {
    tree.Append(event.leaf_hash());
    roots[tree.size()] = tree.Root();
  }
  for (const std::string& note : records.checkpoints) {
    ++signed_once.looked_at;
    const auto checkpoint = audit::OpenNote(note, audit_key);
    if (!checkpoint.ok()) {
      signed_once.broken.push_back(std::string(checkpoint.status().message()));
    } else if (roots[checkpoint->tree_size] != checkpoint->root_hash) {
      signed_once.broken.push_back(fmt::format("size {}", checkpoint->tree_size));
    }
  }
  return {seen, signed_once};
}

}  // namespace lianban::chaos

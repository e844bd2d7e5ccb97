#include "services/intake/matter/case_progress.h"

#include <tuple>

namespace lianban::intake {

std::optional<absl::Time> TimeIf(bool set, const google::protobuf::Timestamp& time) {
  if (!set) return std::nullopt;
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

bool TakeProgress(const casework::v1::Case& from, Matter& matter) {
  auto all = [](Matter& m) { return std::tie(m.case_status, m.result, m.due_time, m.due_unverified, m.finish_time, m.unit_id); };
  Matter before = matter;
  const bool alone = !matter.duplicate_of.empty() && (from.status() == "running" || from.status() == "suspended");
  matter.state = "opened";
  matter.case_status = from.status();
  matter.result = from.result();
  matter.due_time = TimeIf(from.has_due_time(), from.due_time());
  matter.due_unverified = from.due_unverified();
  matter.finish_time = TimeIf(from.has_finish_time(), from.finish_time());
  if (!from.unit_id().empty()) matter.unit_id = from.unit_id();
  return alone || all(matter) != all(before);
}

}  // namespace lianban::intake

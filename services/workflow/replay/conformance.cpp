#include "services/workflow/replay/conformance.h"

#include <algorithm>
#include <tuple>

#include "services/lib/errors/error.h"

namespace lianban::workflow {

using nlohmann::json;

std::string EndText(const CaseReplay& one) {
  if (!one.started) return "not started";
  std::string status(Name(one.status));
  return one.end.empty() || one.end == status ? status : status + " " + one.end;
}

Conformance Conform(const Recording& recording, const Replay& replay) {
  Conformance all;
  all.cases = static_cast<int64_t>(recording.cases.size());
  all.events = static_cast<int64_t>(recording.EventCount());
  std::map<std::tuple<std::string, std::string, std::string>, Deviation> kinds;
  for (size_t i = 0; i < replay.cases.size(); ++i) {
    const CaseReplay& one = replay.cases[i];
    if (one.accepted()) {
      ++all.accepted;
      ++all.ends[EndText(one)];
      continue;
    }
    const Refused& refused = one.refused.front();
    std::string activity = refused.event < 0 ? "" : recording.cases[i].events[static_cast<size_t>(refused.event)].name;
    std::string reason = ReasonOf(refused.status);
    Deviation& kind = kinds[{activity, reason, refused.where}];
    if (kind.cases++ == 0) {
      kind.activity = activity;
      kind.reason = reason;
      kind.where = refused.where;
      kind.zh = Localized(refused.status, "zh-CN");
      kind.en = Localized(refused.status, "en");
      kind.example = recording.cases[i].id;
      kind.event = refused.event + 1;
    }
  }
  for (auto& [key, kind] : kinds) all.deviations.push_back(std::move(kind));
  std::stable_sort(all.deviations.begin(), all.deviations.end(), [](const auto& a, const auto& b) { return a.cases > b.cases; });
  return all;
}

json ToJson(const Conformance& conformance) {
  json deviations = json::array();
  for (const Deviation& each : conformance.deviations) {
    deviations.push_back({{"activity", each.activity}, {"reason", each.reason}, {"where", each.where}, {"zh", each.zh},
                          {"en", each.en}, {"cases", each.cases}, {"example", each.example}, {"event", each.event}});
  }
  return {{"cases", conformance.cases}, {"events", conformance.events}, {"accepted", conformance.accepted},
          {"ends", conformance.ends}, {"deviations", deviations}};
}

}  // namespace lianban::workflow

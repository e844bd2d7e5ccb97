#include "services/cli/script/replay_report.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/table.h"

namespace lianban::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string S(std::string_view zh, std::string_view en) { return std::string(Say(zh, en)); }

std::string Share(int64_t part, int64_t all) {
  return fmt::format("{} ({:.2f} %)", part, all ? 100.0 * static_cast<double>(part) / static_cast<double>(all) : 0.0);
}

std::string Day(absl::Time time) {
  return time == absl::Time() ? "" : absl::FormatTime("%Y-%m-%d", time, absl::FixedTimeZone(8 * 3600));
}

std::string Shown(const std::string& text) { return text.empty() ? "—" : text; }

template <class Map>
auto ByCount(const Map& map) {
  std::vector<std::pair<typename Map::key_type, int64_t>> list(map.begin(), map.end());
  std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  return list;
}

std::string Pairs(const std::string& title, const std::map<std::pair<std::string, std::string>, int64_t>& pairs) {
  if (pairs.empty()) return "";
  Rows rows = {{S("件数", "cases"), S("原脚本", "base"), S("新脚本", "edited")}};
  for (const auto& [pair, cases] : ByCount(pairs)) rows.push_back({std::to_string(cases), Shown(pair.first), Shown(pair.second)});
  return "\n" + title + "\n" + AlignedTable(rows);
}

std::string Loads(const std::string& title, const std::map<std::string, workflow::DeskLoad>& loads) {
  if (loads.empty()) return "";
  Rows rows = {{S("名称", "name"), S("原脚本", "base"), S("新脚本", "edited"), S("增减", "change")}};
  for (const auto& [name, load] : loads) {
    rows.push_back({name, std::to_string(load.base), std::to_string(load.edited), fmt::format("{:+}", load.edited - load.base)});
  }
  return "\n" + title + "\n" + AlignedTable(rows);
}

std::string Moves(const workflow::WhatIf& report) {
  if (report.moves.empty()) return "";
  Rows rows = {{S("件数", "cases"), S("期限", "deadline"), S("移动天数", "days")}};
  for (const auto& [clock, days] : report.moves) {
    for (const auto& [count, cases] : ByCount(days)) rows.push_back({std::to_string(cases), clock, fmt::format("{:+}", count)});
  }
  return "\n" + S("期限变动", "Deadlines that move") + "\n" + AlignedTable(rows);
}

std::string Details(const workflow::WhatIf& report, size_t details) {
  if (report.differences.empty() || details == 0) return "";
  Rows rows = {{S("件", "case"), S("自第几项", "from event"), S("原脚本", "base"), S("新脚本", "edited"), S("原结果", "base ends"),
                S("新结果", "edited ends"), S("期限", "deadlines")}};
  for (const auto& each : report.differences) {
    if (rows.size() > details) break;
    std::string moved;
    for (const auto& one : each.moved) {
      moved += fmt::format("{}{} {} → {}", moved.empty() ? "" : "; ", one.clock, Day(one.base - absl::Seconds(1)), Day(one.edited - absl::Seconds(1)));
    }
    rows.push_back({each.id, each.event ? fmt::format("{} {}", each.event, each.activity) : "—",
                    Shown(each.base.empty() ? "" : Day(each.base_time) + " " + each.base),
                    Shown(each.edited.empty() ? "" : Day(each.edited_time) + " " + each.edited), each.base_end,
                    each.ends_elsewhere ? each.edited_end : "=", Shown(moved)});
  }
  std::string text = "\n" + S("逐件", "Case by case") + "\n" + AlignedTable(rows);
  if (rows.size() <= report.differences.size()) {
    text += fmt::format("… {} / {}\n", rows.size() - 1, report.differences.size());
  }
  return text;
}

bool HoldsMasked(const nlohmann::json& data, const workflow::Model& model) {
  if (!data.is_object()) return false;
  const auto form = data.find("form");
  return std::any_of(model.form.begin(), model.form.end(), [&](const workflow::Field& field) {
    const auto value = data.find(field.name);
    return field.sensitive && value != data.end() && *value == "***";
  }) || (form != data.end() && HoldsMasked(*form, model));
}

}  // namespace

int64_t CasesWithMaskedValues(const workflow::Recording& recording, const workflow::Model& model) {
  return std::count_if(recording.cases.begin(), recording.cases.end(), [&](const workflow::PastCase& past) {
    return std::any_of(past.events.begin(), past.events.end(), [&](const workflow::PastEvent& event) {
      return std::any_of(event.acts.begin(), event.acts.end(),
                         [&](const workflow::Act& act) { return HoldsMasked(act.command.data, model); });
    });
  });
}

std::string ConformanceText(const workflow::Conformance& report) {
  Rows rows = {{S("件数", "cases"), std::to_string(report.cases)},
               {S("事件数", "events"), std::to_string(report.events)},
               {S("与流程相符", "accepted"), Share(report.accepted, report.cases)},
               {S("不相符", "not accepted"), Share(report.cases - report.accepted, report.cases)}};
  std::string text = AlignedTable(rows);
  if (!report.ends.empty()) {
    Rows ends = {{S("件数", "cases"), S("相符的件停在", "accepted cases end")}};
    for (const auto& [end, cases] : ByCount(report.ends)) ends.push_back({std::to_string(cases), end});
    text += "\n" + AlignedTable(ends);
  }
  if (report.deviations.empty()) return text;
  Rows why = {{S("件数", "cases"), S("活动", "activity"), S("原因", "reason"), S("当时停在", "where it stood"),
               S("例", "example"), S("说明", "explanation")}};
  for (const auto& each : report.deviations) {
    why.push_back({std::to_string(each.cases), Shown(each.activity), each.reason, Shown(each.where),
                   fmt::format("{}#{}", each.example, each.event), std::string(Say(each.zh, each.en))});
  }
  return text + "\n" + AlignedTable(why);
}

std::string WhatIfText(const workflow::WhatIf& report, size_t details) {
  Rows rows = {{S("件数", "cases"), std::to_string(report.cases)},
               {S("完全相同", "the same"), Share(report.same, report.cases)},
               {S("环节相同、先后不同", "same steps, other order"), Share(report.reordered, report.cases)},
               {S("路径不同", "path differs"), Share(report.path_differs, report.cases)},
               {S("结果不同", "ends elsewhere"), Share(report.ends_elsewhere, report.cases)},
               {S("原来能办、现在不能", "refused now"), Share(report.newly_refused, report.cases)},
               {S("原来不能、现在能办", "taken now"), Share(report.newly_taken, report.cases)},
               {S("期限变动", "deadlines move"), Share(report.deadline_moves, report.cases)}};
  return AlignedTable(rows) + Pairs(S("路径从这里分开", "Where the paths part"), report.parts) +
         Pairs(S("结果", "Ends"), report.ends) + Moves(report) + Loads(S("单位工作量（任务数）", "Load of units (tasks)"), report.units) +
         Loads(S("岗位工作量（任务数）", "Load of desks (tasks)"), report.desks) + Details(report, details);
}

}  // namespace lianban::cli

#include <algorithm>

#include "fmt/format.h"
#include "services/cli/import/trial.h"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/moment.h"
#include "services/cli/terminal/table.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

constexpr size_t kExamplesKept = 20;

std::string StateOf(const std::string& status, const std::string& result) {
  return result.empty() ? status : status + ":" + result;
}

std::optional<absl::Time> Moment(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0) return std::nullopt;
  return TimeOf(time);
}

std::string MomentText(const std::optional<absl::Time>& time) {
  return time ? absl::FormatTime("%Y-%m-%d %H:%M:%S", *time, CityZone()) : "-";
}

std::string ShareOf(int64_t part, int64_t whole) {
  return whole == 0 ? "-" : fmt::format("{}/{} ({:.2f}%)", part, whole, 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

}  // namespace

void Comparison::Differ(const std::string& kind, const std::string& example) {
  Kind& entry = kinds_[kind];
  ++entry.count;
  if (entry.examples.size() < kExamplesKept) entry.examples.push_back(example);
}

void Comparison::Add(const RecordedCase& recorded, const casework::v1::Case& ours, const std::string& unit_name) {
  const std::lock_guard lock(mutex_);
  ++records_;
  const std::string& no = recorded.source_no;
  bool whole = true;
  const std::string want = StateOf(recorded.status, recorded.result), have = StateOf(ours.status(), ours.result());
  if (want == have) {
    ++states_;
  } else {
    whole = false;
    Differ(fmt::format("{} {} → {}", Say("状态", "state"), want, have), no);
  }
  const auto due = Moment(ours.due_time()), closed = Moment(ours.finish_time());
  if (recorded.due_told) ++dues_told_;
  if (!recorded.due_told || recorded.due == due) {
    dues_ += recorded.due_told ? 1 : 0;
  } else {
    whole = false;
    const char* kind = !recorded.due ? "recorded none, ours set" : !due ? "recorded set, ours none" : *due > *recorded.due ? "ours later" : "ours earlier";
    const char* kind_zh = !recorded.due ? "来源没有、我方有" : !due ? "来源有、我方没有" : *due > *recorded.due ? "我方较晚" : "我方较早";
    Differ(fmt::format("{} {}", Say("期限：", "due:"), Say(kind_zh, kind)),
           fmt::format("{} {}: {} / {}", no, (*recorded.row)["type"], MomentText(recorded.due), MomentText(due)));
  }
  if (recorded.closed == closed) {
    ++closed_;
  } else {
    whole = false;
    Differ(std::string(Say("办结时间", "closed time")), fmt::format("{}: {} / {}", no, MomentText(recorded.closed), MomentText(closed)));
  }
  if (recorded.unit_name) {
    ++units_told_;
    if (*recorded.unit_name == unit_name) {
      ++units_;
    } else {
      whole = false;
      Differ(fmt::format("{} {} → {}", Say("单位", "unit"), *recorded.unit_name, unit_name), fmt::format("{} {}", no, (*recorded.row)["type"]));
    }
  }
  if (!recorded.remark.empty()) Differ(recorded.remark, no);
  if (whole) ++whole_;
}

void Comparison::AddRefused(const RecordedCase& recorded, const absl::Status& status) {
  const std::lock_guard lock(mutex_);
  ++records_;
  const std::string reason = ReasonOf(status);
  Differ(fmt::format("{} {}", Say("被拒绝：", "refused:"), reason.empty() ? "?" : reason),
         fmt::format("{}: {}", recorded.source_no, DetailOf(status) ? Localized(status, Locale()) : std::string(status.message())));
}

std::string Comparison::Text(int examples) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::vector<std::string>> rows = {
      {std::string(Say("记录", "records")), std::to_string(records_)},
      {std::string(Say("全部一致", "agree in everything")), ShareOf(whole_, records_)},
      {std::string(Say("状态一致", "state agrees")), ShareOf(states_, records_)},
      {std::string(Say("办结时间一致", "closed time agrees")), ShareOf(closed_, records_)},
  };
  if (dues_told_ > 0) rows.push_back({std::string(Say("期限一致", "due time agrees")), ShareOf(dues_, dues_told_)});
  if (units_told_ > 0) rows.push_back({std::string(Say("办理单位一致", "unit agrees")), ShareOf(units_, units_told_)});
  std::string out = AlignedTable(rows);
  if (kinds_.empty()) return out;
  out += fmt::format("\n{}\n", Say("差异", "differences"));
  std::vector<std::pair<std::string, Kind>> kinds(kinds_.begin(), kinds_.end());
  std::stable_sort(kinds.begin(), kinds.end(), [](const auto& a, const auto& b) { return a.second.count > b.second.count; });
  for (const auto& [name, kind] : kinds) {
    out += fmt::format("{:>7}  {}\n", kind.count, name);
    for (int i = 0; i < std::min<int>(examples, static_cast<int>(kind.examples.size())); ++i) {
      out += fmt::format("           {}\n", kind.examples[static_cast<size_t>(i)]);
    }
  }
  return out;
}

nlohmann::json Comparison::Json(int examples) const {
  const std::lock_guard lock(mutex_);
  nlohmann::json out = {{"records", records_}, {"whole", whole_},   {"state", states_},        {"due", dues_},
                        {"closed", closed_},   {"unit", units_},    {"unit_told", units_told_}, {"due_told", dues_told_}, {"differences", nlohmann::json::array()}};
  for (const auto& [name, kind] : kinds_) {
    const size_t shown = std::min(kind.examples.size(), static_cast<size_t>(std::max(0, examples)));
    out["differences"].push_back({{"kind", name},
                                  {"count", kind.count},
                                  {"examples", std::vector<std::string>(kind.examples.begin(), kind.examples.begin() + static_cast<long>(shown))}});
  }
  return out;
}

}  // namespace lianban::cli

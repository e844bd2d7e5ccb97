#include "services/workflow/time/calendar.h"

#include <utility>

#include "fmt/format.h"
#include "services/lib/check/check.h"
#include "services/lib/errors/error.h"
#include "services/lib/text/csv.h"

namespace lianban::workflow {
namespace shipped_calendar {
const std::map<std::string_view, std::string_view>& EmbeddedFiles();
}

namespace {

absl::Status Invalid(int line, std::string_view detail) {
  return Error("CALENDAR_INVALID", {{"line", std::to_string(line)}, {"detail", std::string(detail)}});
}

}  // namespace

Calendar::Calendar(std::map<absl::CivilDay, CalendarDay> days, std::set<int> loaded_years)
    : days_(std::move(days)), loaded_years_(std::move(loaded_years)) {}

bool Calendar::IsWorkday(absl::CivilDay day) const {
  const auto it = days_.find(day);
  if (it != days_.end()) return !it->second.is_off;
  const auto weekday = absl::GetWeekday(day);
  return weekday != absl::Weekday::saturday && weekday != absl::Weekday::sunday;
}

bool Calendar::IsLoaded(int year) const { return loaded_years_.contains(year); }

std::string_view Calendar::NameOf(absl::CivilDay day) const {
  const auto it = days_.find(day);
  if (it == days_.end()) return "";
  return it->second.is_off ? std::string_view(it->second.name) : "调休上班";
}

absl::StatusOr<Calendar> CalendarFromCsv(std::string_view csv) {
  auto rows = ParseCsv(csv);
  if (!rows.ok()) return Invalid(0, std::string(rows.status().message()));
  if (rows->empty() || (*rows)[0].cells != std::vector<std::string>{"date", "name", "is_off_day"}) {
    return Invalid(1, "the header is not date,name,is_off_day");
  }
  std::map<absl::CivilDay, CalendarDay> days;
  std::set<int> years;
  for (size_t i = 1; i < rows->size(); ++i) {
    const CsvRow& row = (*rows)[i];
    if (row.cells.size() != 3) return Invalid(row.line, "a row has three cells");
    absl::CivilDay day;
    if (row.cells[0].size() != 10 || !absl::ParseCivilTime(row.cells[0], &day)) {
      return Invalid(row.line, fmt::format("{} is not a date", row.cells[0]));
    }
    if (row.cells[2] != "true" && row.cells[2] != "false") return Invalid(row.line, "is_off_day is true or false");
    const bool is_off = row.cells[2] == "true";
    if (!days.emplace(day, CalendarDay{is_off, row.cells[1]}).second) {
      return Invalid(row.line, fmt::format("{} appears twice", row.cells[0]));
    }
    if (is_off && day.month() == 10 && day.day() == 1) years.insert(static_cast<int>(day.year()));
  }
  return Calendar(std::move(days), std::move(years));
}

const Calendar& ShippedCalendar() {
  static const Calendar calendar = [] {
    auto parsed = CalendarFromCsv(shipped_calendar::EmbeddedFiles().begin()->second);
    LIANBAN_CHECK(parsed.ok(), "shipped calendar: {}", parsed.status().ToString());
    return *std::move(parsed);
  }();
  return calendar;
}

}  // namespace lianban::workflow

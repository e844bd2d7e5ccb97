#include "services/cli/deadline/deadline_table.h"

#include "absl/strings/str_replace.h"
#include "fmt/format.h"

namespace lianban::cli {
namespace {

bool IsClock(const workflow::Period& period) {
  return period.unit == workflow::PeriodUnit::kHours || period.unit == workflow::PeriodUnit::kMinutes;
}

std::string_view Weekday(absl::CivilDay day, bool zh) {
  constexpr std::string_view kZh[] = {"周一", "周二", "周三", "周四", "周五", "周六", "周日"};
  constexpr std::string_view kEn[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  const auto index = static_cast<size_t>(absl::GetWeekday(day));
  return zh ? kZh[index] : kEn[index];
}

std::string Day(absl::CivilDay day, bool zh) {
  return fmt::format("{} {}", absl::FormatCivilTime(day), Weekday(day, zh));
}

// Remarks are Chinese, names of holidays among them; in English their fixed words are.
std::string RemarkIn(std::string remark, bool zh) {
  if (zh) return remark;
  return absl::StrReplaceAll(remark, {{"最后一日遇休息日，顺延", "last day, a rest day: moves on"}, {"起始日不计", "starting day, not counted"},
                                      {"顺延至本日届满", "ends here"}, {"中止不计", "paused, not counted"}, {"按时刻连续计算", "by the hour"},
                                      {"休息日", "rest day"}, {"调休上班", "make-up working day"}, {"顺延", "moves on"}, {"不计", "not counted"},
                                      {"，", ", "}});
}

std::string DueLine(const workflow::DeadlineRequest& request, const workflow::Deadline& deadline, absl::TimeZone zone,
                    bool zh) {
  if (deadline.paused) return zh ? "中止中，届满日未定" : "paused, not known yet";
  const std::string last = Day(deadline.last_day, zh);
  if (IsClock(request.period)) return fmt::format("{} {}", last, absl::FormatTime("%H:%M", deadline.due, zone));
  const absl::Time midnight = absl::FromCivil(deadline.last_day + 1, zone);
  const std::string end = deadline.due == midnight ? "24:00" : absl::FormatTime("%H:%M", deadline.due, zone);
  std::string line = fmt::format("{} {}", last, end);
  if (deadline.nominal_day != deadline.last_day) {
    line += zh ? fmt::format("（原应 {} 届满，遇休息日顺延）", absl::FormatCivilTime(deadline.nominal_day))
               : fmt::format(" (nominally {}, a rest day)", absl::FormatCivilTime(deadline.nominal_day));
  }
  return line;
}

}  // namespace

std::string DeadlineTable(const workflow::DeadlineRequest& request, const workflow::Deadline& deadline,
                          absl::TimeZone zone, std::string_view locale) {
  const bool zh = locale.starts_with("zh");
  const std::string start = IsClock(request.period) ? absl::FormatTime("%Y-%m-%d %H:%M", request.start, zone)
                                                    : Day(absl::ToCivilDay(request.start, zone), zh);
  const std::string period = zh ? workflow::PeriodInChinese(request.period) : workflow::FormatPeriod(request.period);
  std::string out;
  if (zh) {
    out += fmt::format("起始  {}\n期限  {}\n届满  {}\n", start, period, DueLine(request, deadline, zone, zh));
    if (deadline.unverified) out += "注意  所涉年份的放假安排尚未载入，届满日为暂定\n";
    out += "\n日期        星期  计数  说明\n";
  } else {
    out += fmt::format("start   {}\nperiod  {}\ndue     {}\n", start, period, DueLine(request, deadline, zone, zh));
    if (deadline.unverified) out += "note    the holidays of a year on the way are not loaded: provisional\n";
    out += "\ndate        day  count  remark\n";
  }
  for (const workflow::CountedDay& day : deadline.days) {
    const std::string number = day.number == 0 ? "-" : std::to_string(day.number);
    std::string line = zh ? fmt::format("{}  {}  {:>4}  {}", absl::FormatCivilTime(day.day), Weekday(day.day, zh), number, RemarkIn(day.remark, zh))
                          : fmt::format("{}  {}  {:>5}  {}", absl::FormatCivilTime(day.day), Weekday(day.day, zh), number, RemarkIn(day.remark, zh));
    while (line.ends_with(' ')) line.pop_back();
    out += line + "\n";
  }
  return out;
}

nlohmann::json DeadlineJson(const workflow::DeadlineRequest& request, const workflow::Deadline& deadline,
                            absl::TimeZone zone) {
  nlohmann::json days = nlohmann::json::array();
  for (const workflow::CountedDay& day : deadline.days) {
    days.push_back({{"date", absl::FormatCivilTime(day.day)}, {"number", day.number}, {"remark", day.remark}});
  }
  const auto instant = [&](absl::Time time) { return absl::FormatTime("%Y-%m-%dT%H:%M:%S%Ez", time, zone); };
  return {{"start", instant(request.start)},
          {"period", workflow::FormatPeriod(request.period)},
          {"due", deadline.paused ? nlohmann::json() : nlohmann::json(instant(deadline.due))},
          {"last_day", absl::FormatCivilTime(deadline.last_day)},
          {"nominal_day", absl::FormatCivilTime(deadline.nominal_day)},
          {"unverified", deadline.unverified},
          {"paused", deadline.paused},
          {"days", std::move(days)}};
}

}  // namespace lianban::cli

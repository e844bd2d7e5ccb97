// lianban deadline: the due date of a legal period with the count day by day. Works without a server.

#include <fstream>
#include <memory>

#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "services/cli/command.h"
#include "services/cli/deadline/deadline_table.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/locale.h"
#include "services/lib/errors/error.h"
#include "services/workflow/validate/area_code.h"
#include "services/workflow/validate/date.h"

namespace lianban::cli {
namespace {

struct DeadlineOptions {
  std::string start, period, area, calendar, cutoff;
  std::vector<std::string> pauses;
  bool no_roll = false, json = false;
};

const absl::TimeZone kZone = absl::FixedTimeZone(8 * 3600);

absl::StatusOr<workflow::Calendar> ReadCalendar(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error("FILE_UNREADABLE", {{"file", path}});
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return workflow::CalendarFromCsv(text);
}

// NOTICE..RECEIVED, or NOTICE alone while nothing has come yet.
absl::StatusOr<workflow::Pause> ReadPause(const std::string& text) {
  const size_t dots = text.find("..");
  workflow::Pause pause;
  LIANBAN_ASSIGN_OR_RETURN(pause.notice, workflow::ParseDate(text.substr(0, dots)));
  if (dots == std::string::npos) return pause;
  LIANBAN_ASSIGN_OR_RETURN(pause.received, workflow::ParseDate(text.substr(dots + 2)));
  return pause;
}

absl::StatusOr<workflow::DeadlineRequest> ReadRequest(const DeadlineOptions& options) {
  workflow::DeadlineRequest request{.roll = !options.no_roll, .with_days = true};
  LIANBAN_ASSIGN_OR_RETURN(request.start, workflow::ParseDateTime(options.start, kZone));
  LIANBAN_ASSIGN_OR_RETURN(request.period, workflow::ParsePeriod(options.period));
  if (!options.area.empty()) LIANBAN_RETURN_IF_ERROR(workflow::ParseAreaCode(options.area).status());
  if (!options.cutoff.empty()) {
    LIANBAN_ASSIGN_OR_RETURN(const absl::Time cutoff, workflow::ParseDateTime("2026-01-01 " + options.cutoff, kZone));
    request.cutoff_minutes =
        static_cast<int>((cutoff - absl::FromCivil(absl::CivilDay(2026, 1, 1), kZone)) / absl::Minutes(1));
  }
  for (const std::string& text : options.pauses) {
    LIANBAN_ASSIGN_OR_RETURN(const workflow::Pause pause, ReadPause(text));
    const bool after = request.pauses.empty() ||
                       (request.pauses.back().received && *request.pauses.back().received <= pause.notice);
    if (!after || (pause.received && *pause.received < pause.notice)) {
      return Error("OPTION_INVALID", {{"option", "--pause"}, {"value", text}});
    }
    request.pauses.push_back(pause);
  }
  return request;
}

absl::Status RunDeadline(const DeadlineOptions& options) {
  LIANBAN_ASSIGN_OR_RETURN(const workflow::DeadlineRequest request, ReadRequest(options));
  workflow::Calendar calendar = workflow::ShippedCalendar();
  if (!options.calendar.empty()) {
    LIANBAN_ASSIGN_OR_RETURN(calendar, ReadCalendar(options.calendar));
  }
  const workflow::Deadline deadline = workflow::ComputeDeadline(request, calendar, kZone);
  const std::string text = options.json ? DeadlineJson(request, deadline, kZone).dump(2) + "\n"
                                        : DeadlineTable(request, deadline, kZone, Locale());
  fmt::print("{}", text);
  return absl::OkStatus();
}

}  // namespace

void AddDeadline(CLI::App& app) {
  auto options = std::make_shared<DeadlineOptions>();
  CLI::App* command = app.add_subcommand("deadline", "期限计算 · Due date of a legal period, counted day by day");
  command->add_option("start", options->start, "起始日或时刻 · The day or moment it starts: 2026-09-24, 2026-10-01T10:15")
      ->required();
  command->add_option("period", options->period, "期限 · The period: 7d 5wd 1mo 1y 2h 30min")->required();
  command->add_option("--area", options->area,
                      "区划代码 · Area code; the shipped calendar is national, so it is only checked");
  command->add_option("--calendar", options->calendar,
                      "日历文件（date,name,is_off_day）· Calendar file to use instead of the shipped one, 2024-2026");
  command->add_option("--pause", options->pauses,
                      "中止，通知日..收到日，可多次 · Days that do not count: notice..received, may be repeated");
  command->add_option("--cutoff", options->cutoff, "窗口截止时刻 · When the counter closes on the last day: 17:00");
  command->add_flag("--no-roll", options->no_roll, "末日遇休息日不顺延 · Do not move a last day that is a rest day");
  command->add_flag("--json", options->json, "输出 JSON · Print JSON");
  command->callback([options] {
    const absl::Status status = RunDeadline(*options);
    if (status.ok()) return;
    Fail(status);
    throw CLI::RuntimeError(kUsage);  // nothing but arguments and a file can be wrong
  });
}

}  // namespace lianban::cli

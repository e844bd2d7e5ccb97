// Reports, visits and history of a demonstration.

#include <atomic>
#include <filesystem>

#include "fmt/format.h"
#include "lianban/intake/v1/intake.pb.h"
#include "services/cli/case/visit_file.h"
#include "services/cli/import/city_folder.h"
#include "services/cli/import/parallel.h"
#include "services/cli/import/play_case.h"
#include "services/cli/import/relative_time.h"
#include "services/cli/import/submit_record.h"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/moment.h"
#include "services/cli/terminal/progress.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

using intake::v1::Matter;

CsvTable Resolved(CsvTable table, absl::Time today) {
  for (CsvRecord& row : table.rows) {
    for (auto& [column, cell] : row.cells) cell = ResolveRelative(cell, today);
  }
  return table;
}

using Cases = std::map<std::pair<std::string, std::string>, std::string>;

absl::Status ImportChannelReports(CityFolder& city, ConnectClient& client, const std::filesystem::path& file, const Cases& known) {
  LIANBAN_ASSIGN_OR_RETURN(CsvTable read, ReadCsvTable(file.string(), {"source_no", "receive_time"}, {}, true));
  const CsvTable table = Resolved(std::move(read), city.today);
  const std::string channel = file.stem().string();
  Progress progress(fmt::format("{} {}", Say("报事", "reports"), channel), static_cast<int64_t>(table.rows.size()));
  std::atomic<size_t> submitted{0};
  LIANBAN_RETURN_IF_ERROR(ForEachParallel(table.rows.size(), city.concurrency, [&](size_t i) {
    const CsvRecord& row = table.rows[i];
    progress.Add();
    if (known.contains({channel, row["source_no"]})) return absl::OkStatus();
    ++submitted;
    const auto received = ParseMoment(row["receive_time"]);
    if (!received.ok()) return table.At(row, received.status());
    return table.At(row, SubmitRecord(client, channel, row["source_no"], row, *received).status());
  }));
  progress.Finish();
  Told(fmt::format("报事 {}", channel), fmt::format("reports {}", channel), table.rows.size(), submitted);
  return absl::OkStatus();
}

}  // namespace

absl::Status ImportReports(CityFolder& city) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(city.File("reports"), error)) {
    if (entry.path().extension() == ".csv") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  if (files.empty()) return absl::OkStatus();
  LIANBAN_ASSIGN_OR_RETURN(ConnectClient * client, city.sessions->For("importer"));
  LIANBAN_ASSIGN_OR_RETURN(const Cases known, CasesBySource(*client));
  for (const auto& file : files) LIANBAN_RETURN_IF_ERROR(ImportChannelReports(city, *client, file, known));
  return absl::OkStatus();
}

absl::Status ImportVisits(CityFolder& city) {
  const std::string path = city.File("visits.json");
  if (!Exists(path)) return absl::OkStatus();
  LIANBAN_ASSIGN_OR_RETURN(const auto visits, ReadVisits(path, city.city_id, city.today));
  LIANBAN_ASSIGN_OR_RETURN(ConnectClient * client, city.sessions->For("importer"));
  Progress progress(std::string(Say("来访", "visits")), static_cast<int64_t>(visits.size()));
  size_t registered = 0;
  for (const auto& visit : visits) {
    const absl::Status sent = client->Call<Matter>("lianban.intake.v1.Intake/RegisterVisit", visit).status();
    // Registered on another day, when its relative times were others.
    if (!sent.ok() && ReasonOf(sent) != "REQUEST_ID_REUSED") return sent;
    if (sent.ok()) ++registered;
    progress.Add();
  }
  progress.Finish();
  Told("来访", "visits", visits.size(), registered);
  return absl::OkStatus();
}

absl::Status ImportHistory(CityFolder& city) {
  const std::string path = city.File("history.csv");
  if (!Exists(path)) return absl::OkStatus();
  LIANBAN_ASSIGN_OR_RETURN(CsvTable read, ReadCsvTable(path, {"channel", "source_no", "time", "step", "outcome", "reason", "form"},
                                                       {"login"}));
  const CsvTable table = Resolved(std::move(read), city.today);
  LIANBAN_ASSIGN_OR_RETURN(ConnectClient * client, city.sessions->For("importer"));
  // Lines of one report belong together, in their order.
  std::map<std::pair<std::string, std::string>, std::vector<const CsvRecord*>> by_report;
  for (const CsvRecord& row : table.rows) by_report[{row["channel"], row["source_no"]}].push_back(&row);
  const std::vector<std::pair<std::pair<std::string, std::string>, std::vector<const CsvRecord*>>> reports(by_report.begin(),
                                                                                                          by_report.end());
  LIANBAN_ASSIGN_OR_RETURN(const auto cases, CasesBySource(*client));
  std::atomic<size_t> played{0};
  Progress progress(std::string(Say("办理记录", "history")), static_cast<int64_t>(table.rows.size()));
  LIANBAN_RETURN_IF_ERROR(ForEachParallel(reports.size(), city.concurrency, [&](size_t i) {
    const auto& [key, rows] = reports[i];
    const auto found = cases.find(key);
    if (found == cases.end()) return table.At(*rows[0], fmt::format("{} {}", key.first, key.second));
    std::vector<PlayedStep> steps;
    for (const CsvRecord* row : rows) {
      const auto time = ParseMoment((*row)["time"]);
      if (!time.ok()) return table.At(*row, time.status());
      steps.push_back({(*row)["step"], (*row)["outcome"], (*row)["reason"], (*row)["form"], *time});
    }
    const auto result = PlayCase(*client, found->second, "history", steps);
    progress.Add(static_cast<int64_t>(rows.size()));
    if (result.ok()) played += result->played;
    return table.At(*rows[0], result.status());
  }));
  progress.Finish();
  Told("办理记录", "history", table.rows.size(), played);
  return absl::OkStatus();
}

}  // namespace lianban::cli

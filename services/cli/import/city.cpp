// lianban import city DIR

#include <cstdlib>
#include <filesystem>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "services/cli/command.h"
#include "services/cli/import/city_folder.h"
#include "services/cli/import/import_command.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/table.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {

std::string Line(std::string_view name, size_t all) {
  return fmt::format("{}{}{:>7}", name, std::string(static_cast<size_t>(std::max(1, 22 - DisplayWidth(name))), ' '), all);
}

void Told(std::string_view zh, std::string_view en, size_t all, size_t changed) {
  fmt::print("  {}  {}\n", Line(Say(zh, en), all),
             changed == 0 ? std::string(Say("未变", "unchanged")) : fmt::format("{} {}", Say("新增或更新", "new or changed:"), changed));
  std::fflush(stdout);
}

bool Exists(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

namespace {

absl::Status ReadCity(CityFolder& city) {
  LIANBAN_ASSIGN_OR_RETURN(const CsvTable table, ReadCsvTable(city.File("city.csv"), {"city_id", "name", "zone"}));
  if (table.rows.size() != 1) return Error("FILE_INVALID", {{"file", table.path}, {"line", "2"}, {"detail", "1"}});
  city.city_id = table.rows[0]["city_id"];
  city.city_name = table.rows[0]["name"];
  std::map<std::string, std::string> desks;
  if (Exists(city.File("users.csv"))) {
    LIANBAN_ASSIGN_OR_RETURN(const CsvTable users, ReadCsvTable(city.File("users.csv"), {"login", "name", "unit_id", "desks"}));
    for (const CsvRecord& row : users.rows) desks[row["login"]] = row["desks"];
  }
  city.sessions = std::make_unique<RoleSessions>(city.remote, city.city_id, city.passwords, std::move(desks));
  return absl::OkStatus();
}

absl::Status ImportCity(CityFolder& city) {
  city.today = absl::Now();
  LIANBAN_RETURN_IF_ERROR(ReadCity(city));
  fmt::print("{} {} {}\n", Say("导入", "importing"), city.city_id, city.city_name);
  for (const auto part : {ImportAreas, ImportUnits, ImportUsers, ImportCalendar, ImportParameters, ImportDuties,
                          ImportProcesses, ImportItems, ImportTables, ImportChannels}) {
    LIANBAN_RETURN_IF_ERROR(part(city));
  }
  if (!city.reports) return absl::OkStatus();
  for (const auto part : {ImportReports, ImportVisits, ImportHistory}) LIANBAN_RETURN_IF_ERROR(part(city));
  return absl::OkStatus();
}

std::string DefaultPasswordFile() {
  const char* data = std::getenv("LIANBAN_DATA_DIR");
  return std::string(data != nullptr ? data : "data") + "/first-passwords.csv";
}

}  // namespace

void AddImportCity(CLI::App& group) {
  auto city = std::make_shared<CityFolder>();
  city->passwords = DefaultPasswordFile();
  CLI::App* command = group.add_subcommand("city", "A city folder: areas, units, people, rules, processes, items, channels "
                                                   "and, for a demonstration, reports. Again, it changes only what differs");
  AddRemoteOptions(*command, city->remote);
  command->add_option("folder", city->folder, "For example workflows/cities/shaoxing")->required()->check(CLI::ExistingDirectory);
  command->add_option("--passwords", city->passwords, "File to which the first passwords of new accounts are added, readable "
                                                      "by you only; also where this import finds those of an earlier one")
      ->capture_default_str();
  command->add_flag("!--no-reports", city->reports, "Leave out reports, visits and their history");
  command->add_option("--concurrency", city->concurrency, "How many reports at a time")->check(CLI::Range(1, 64))->capture_default_str();
  command->callback([city] {
    while (city->folder.size() > 1 && city->folder.back() == '/') city->folder.pop_back();
    throw CLI::RuntimeError(Fail(ImportCity(*city)));
  });
}

}  // namespace lianban::cli

#pragma once
// A city as a folder of CSV files (workflows/cities/README.md), on its way into a running server.

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "services/cli/connect/remote.h"
#include "services/cli/import/csv_table.h"
#include "services/cli/import/role_sessions.h"

namespace lianban::cli {

struct CityFolder {
  RemoteOptions remote;
  std::string folder;            // workflows/cities/shaoxing
  std::string passwords;         // where first passwords are written
  bool reports = true;
  int concurrency = 8;
  absl::Time today;

  std::string city_id, city_name;
  std::unique_ptr<RoleSessions> sessions;

  std::string File(const std::string& name) const { return folder + "/" + name; }
  // A file named relative to `workflows/`, two folders up.
  std::string Workflow(const std::string& name) const { return folder + "/../../" + name; }
};

// One part each; a part whose file is not there does nothing. Prints one line: what, how many, how many changed.
absl::Status ImportAreas(CityFolder& city);
absl::Status ImportUnits(CityFolder& city);
absl::Status ImportUsers(CityFolder& city);
absl::Status ImportCalendar(CityFolder& city);
absl::Status ImportParameters(CityFolder& city);
absl::Status ImportDuties(CityFolder& city);
absl::Status ImportProcesses(CityFolder& city);
absl::Status ImportItems(CityFolder& city);
absl::Status ImportTables(CityFolder& city);
absl::Status ImportChannels(CityFolder& city);
absl::Status ImportReports(CityFolder& city);
absl::Status ImportVisits(CityFolder& city);
absl::Status ImportHistory(CityFolder& city);

// The line a part prints; Line is its beginning: name and number.
std::string Line(std::string_view name, size_t all);
void Told(std::string_view zh, std::string_view en, size_t all, size_t changed);

bool Exists(const std::string& path);

}  // namespace lianban::cli

#include "services/cli/admin/audit_records.h"

#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "services/casework/sql_files.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/moment.h"
#include "services/lib/config/config.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/database.h"

namespace lianban::cli {
namespace {

constexpr int kRecordsPage = 500;

struct RecordsOptions {
  config::Config config;
  std::string city, subject;
  std::vector<std::string> kinds;
  std::string from, to;
  bool json = false;
};

void PrintLine(const postgres::Rows& rows, int row, bool as_json) {
  const std::string kind = rows.GetString(row, 3).substr(std::string_view("record.").size());
  const std::string who = rows.GetString(row, 4).empty() ? rows.GetString(row, 5) : rows.GetString(row, 4);
  if (!as_json) {
    const absl::Time time = absl::FromUnixMicros(postgres::FromTimestamp(rows.Get(row, 2)));
    fmt::print("{:>8}  {}  {}  {}  {}\n", rows.Get(row, 0), absl::FormatTime("%Y-%m-%d %H:%M:%S", time, CityZone()), kind,
               rows.Get(row, 1), who);
    return;
  }
  const nlohmann::json line = {{"log_index", rows.GetInt(row, 0)}, {"time", rows.GetString(row, 2)},
                               {"kind", kind},                     {"subject", rows.GetString(row, 1)},
                               {"actor", who},                     {"actor_id", rows.GetString(row, 5)},
                               {"record", nlohmann::json::parse(rows.Get(row, 6), nullptr, false)}};
  fmt::print("{}\n", line.dump());
}

absl::StatusOr<std::string> Boundary(const std::string& moment, const std::string& none) {
  if (moment.empty()) return none;
  LIANBAN_ASSIGN_OR_RETURN(const absl::Time time, ParseMoment(moment));
  return postgres::Timestamp(absl::ToUnixMicros(time));
}

absl::Status List(const RecordsOptions& options) {
  const auto database = postgres::OpenDatabase(
      {.connection = options.config.database, .role = "lianban_casework", .connections = 1, .statement_timeout_ms = 60'000},
      postgres::Queries(casework::sql::EmbeddedFiles()));
  LIANBAN_ASSIGN_OR_RETURN(const std::string from, Boundary(options.from, "-infinity"));
  LIANBAN_ASSIGN_OR_RETURN(const std::string to, Boundary(options.to, "infinity"));
  std::vector<std::string> types;
  for (const std::string& kind : options.kinds) types.push_back("record." + kind);
  for (int64_t seen = 0;;) {
    LIANBAN_ASSIGN_OR_RETURN(const auto rows,
                             database->Read(options.city, "list_records", {options.city, options.subject,
                                                                           std::to_string(seen), std::to_string(kRecordsPage),
                                                                           postgres::TextArray(types), from, to}));
    for (int row = 0; row < rows->size(); ++row) PrintLine(*rows, row, options.json);
    if (rows->size() < kRecordsPage) return absl::OkStatus();
    seen = rows->GetInt(rows->size() - 1, 0);
  }
}

}  // namespace

void AddAuditRecords(CLI::App& audit) {
  auto options = std::make_shared<RecordsOptions>();
  CLI::App* command = audit.add_subcommand(
      "records", "Who changed which rule or right, as the log has it: releases, parameters, calendars, tables, roles, sessions");
  config::AddOptions(*command, options->config);
  command->add_option("--city", options->city, "City whose log is read")->required();
  command->add_option("--subject", options->subject, "Only subjects that begin so, for example \"catalog.release legal_aid/\"");
  command->add_option("--kind", options->kinds, "Only these kinds: publish_release, set_release_locks, set_parameters, RoleGranted …");
  command->add_option("--from", options->from, "Only what was done from then on: 2026-03-05 or \"2026-03-05 09:30\"");
  command->add_option("--to", options->to, "Only what was done before then");
  command->add_flag("--json", options->json, "One JSON line a record, with what it says");
  command->callback([options] { throw CLI::RuntimeError(Fail(List(*options))); });
}

}  // namespace lianban::cli

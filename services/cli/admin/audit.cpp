// lianban admin audit verify | export | records

#include <fstream>

#include "absl/strings/escaping.h"
#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "services/cli/admin/admin_command.h"
#include "services/cli/admin/audit_log.h"
#include "services/cli/admin/audit_records.h"
#include "services/cli/admin/audit_rows.h"
#include "services/cli/command.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/progress.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

struct AuditOptions {
  config::Config config;
  std::string city, file, public_key;
  bool json = false;
};

int Print(const audit::LogReport& report, int64_t records, bool as_json) {
  if (as_json) {
    nlohmann::json out = {{"ok", report.ok()},
                          {"events", report.events},
                          {"records", records},
                          {"erased", report.erased},
                          {"checkpoints", report.checkpoints},
                          {"covered", report.covered},
                          {"findings", nlohmann::json::array()}};
    for (const audit::LogFinding& finding : report.findings) {
      out["findings"].push_back({{"log_index", finding.log_index}, {"code", finding.code}, {"detail", finding.detail}});
    }
    fmt::print("{}\n", out.dump(2));
  } else {
    for (const audit::LogFinding& finding : report.findings) {
      fmt::print("{}: {}: {}\n", finding.log_index, finding.code, finding.detail);
    }
    fmt::print("{} {} · {} {} · {} {} · {} {} · {}\n", Say("事件", "events"), report.events,
               Say("其中规则与权限变动", "of them changes of rules and rights"), records, Say("检查点", "checkpoints"),
               report.checkpoints, Say("签名覆盖到", "signed up to"), report.covered,
               report.ok() ? Say("完好", "intact") : Say("有问题", "NOT intact"));
  }
  return report.ok() ? kOk : kFindings;
}

int Verify(const AuditOptions& options) {
  std::optional<audit::LogVerifier> verifier;
  audit::RecordCheck records;
  Progress progress(std::string(Say("核对事件", "verifying events")), 0);
  const BeginSink begin = [&](const AuditLog& log) {
    // Who verifies an export should hold the key from elsewhere: the one inside proves only that the file agrees with itself.
    std::string key = log.public_key;
    if (!options.public_key.empty()) key = absl::HexStringToBytes(options.public_key);
    verifier.emplace(log.city_id, key, log.notes);
    return absl::OkStatus();
  };
  const EventSink event = [&](const audit::StoredEvent& stored) {
    verifier->Add(stored);
    records.AddEvent(stored);
    progress.Add();
    return absl::OkStatus();
  };
  const absl::Status read = options.file.empty() ? ReadDatabaseLog(options.config, options.city, begin, event)
                                                 : ReadExportedLog(options.file, begin, event);
  progress.Finish();
  if (!read.ok()) return Fail(read);
  audit::LogReport report = verifier->Finish();
  if (options.file.empty()) {  // an export stands for itself; the rows are where the database is
    const absl::Status rows = ReadRecordedRows(options.config, options.city, report.events, records);
    if (!rows.ok()) return Fail(rows);
    for (audit::LogFinding& finding : records.Finish()) report.findings.push_back(std::move(finding));
  }
  return Print(report, records.records(), options.json);
}

absl::Status Export(const AuditOptions& options) {
  std::ofstream out(options.file, std::ios::binary | std::ios::trunc);
  const absl::Status unwritable = Error("FILE_UNWRITABLE", {{"file", options.file}});
  if (!out) return unwritable;
  Progress progress(std::string(Say("导出事件", "exporting events")), 0);
  LIANBAN_RETURN_IF_ERROR(ReadDatabaseLog(
      options.config, options.city,
      [&](const AuditLog& log) {
        out << ExportHeader(log);
        return absl::OkStatus();
      },
      [&](const audit::StoredEvent& event) {
        out << ExportLine(event);
        progress.Add();
        return out ? absl::OkStatus() : unwritable;
      }));
  out.flush();
  return out ? absl::OkStatus() : unwritable;
}

}  // namespace

void AddAudit(CLI::App& admin) {
  CLI::App* audit = admin.add_subcommand("audit", "The event log of a city: prove it intact, take it out");
  audit->require_subcommand(1);

  auto verify = std::make_shared<AuditOptions>();
  CLI::App* command = audit->add_subcommand("verify", "Check every event against the signed checkpoints, and releases, "
                                                      "parameters, calendars, roles as they are now against their "
                                                      "records; exit code 1 and what was changed");
  config::AddOptions(*command, verify->config);
  CLI::Option* city = command->add_option("--city", verify->city, "City whose log in the database is checked");
  command->add_option("--file", verify->file, "An export to check instead; needs no database")->excludes(city);
  command->add_option("--public-key", verify->public_key, "Key of the checkpoints in hexadecimal; default: the one of "
                                                          "this deployment, or of the export");
  command->add_flag("--json", verify->json, "Print the result as JSON");
  command->callback([verify] {
    if (verify->city.empty() && verify->file.empty()) throw CLI::RequiredError("--city");
    throw CLI::RuntimeError(Verify(*verify));
  });

  AddAuditRecords(*audit);

  auto exported = std::make_shared<AuditOptions>();
  command = audit->add_subcommand("export", "Write the whole log with its checkpoints as JSON lines");
  config::AddOptions(*command, exported->config);
  command->add_option("--city", exported->city, "City whose log is written")->required();
  command->add_option("--out", exported->file, "File to write")->required();
  command->callback([exported] { throw CLI::RuntimeError(Fail(Export(*exported))); });
}

}  // namespace lianban::cli

#include "services/cli/import/trial.h"

#include <cstdlib>

#include "fmt/format.h"
#include "lianban/identity/v1/identity.pb.h"
#include "services/cli/command.h"
#include "services/cli/import/parallel.h"
#include "services/cli/import/role_sessions.h"
#include "services/cli/import/submit_record.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/progress.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

absl::StatusOr<std::map<std::string, std::string>> UnitNames(ConnectClient& client) {
  std::map<std::string, std::string> names;
  identity::v1::ListUnitsRequest request;
  request.set_page_size(1000);
  do {
    LIANBAN_ASSIGN_OR_RETURN(const auto page, client.Call<identity::v1::ListUnitsResponse>(
                                                  "lianban.identity.v1.Identity/ListUnits", request));
    for (const auto& unit : page.units()) names[unit.unit_id()] = unit.name();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return names;
}

// A refusal concerns one record; a server that is gone, or a session that has ended, concerns all.
bool StopsEverything(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsUnauthenticated(status) || absl::IsDeadlineExceeded(status);
}

using Seen = std::function<void(const RecordedCase&, const intake::v1::Matter&)>;

absl::Status Play(ConnectClient& client, const std::string& channel, const RecordedCase& recorded,
                  const std::map<std::string, std::string>& units, const Seen& seen, Comparison& comparison) {
  const auto matter = SubmitRecord(client, channel, recorded.source_no, *recorded.row, recorded.received);
  if (!matter.ok()) {
    if (StopsEverything(matter.status())) return matter.status();
    comparison.AddRefused(recorded, matter.status());
    return absl::OkStatus();
  }
  if (seen) seen(recorded, *matter);
  const auto played = PlayCase(client, matter->case_id(), "trial", recorded.steps);
  if (!played.ok()) {
    if (StopsEverything(played.status())) return played.status();
    comparison.AddRefused(recorded, played.status());
    return absl::OkStatus();
  }
  const auto name = units.find(played->view.unit_id());
  comparison.Add(recorded, played->view, name == units.end() ? played->view.unit_id() : name->second);
  return absl::OkStatus();
}

}  // namespace

int RunTrial(const TrialOptions& options, const CsvTable& table, const TrialSource& source,
             const std::vector<RecordedCase>& cases, const Seen& seen) {
  RoleSessions sessions(options.remote, source.city_id, options.passwords, {{"replay", "/importer"}});
  const auto client = sessions.For("importer");
  if (!client.ok()) return Fail(client.status());
  const auto units = UnitNames(**client);
  if (!units.ok()) return Fail(units.status());
  Comparison comparison;
  Progress progress(std::string(Say("登记并回放", "submitting and playing")), static_cast<int64_t>(cases.size()));
  const absl::Status run = ForEachParallel(cases.size(), options.concurrency, [&](size_t i) {
    const absl::Status status = Play(**client, source.channel, cases[i], *units, seen, comparison);
    progress.Add();
    return table.At(*cases[i].row, status);
  });
  progress.Finish();
  if (options.remote.json) {
    fmt::print("{}\n", comparison.Json(options.examples).dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
  } else {
    fmt::print("{}", comparison.Text(options.examples));
  }
  return Fail(run);
}

void AddTrialOptions(CLI::App& command, TrialOptions& options) {
  const char* data = std::getenv("LIANBAN_DATA_DIR");
  options.passwords = std::string(data != nullptr ? data : "data") + "/first-passwords.csv";
  AddRemoteOptions(command, options.remote);
  command.add_option("--limit", options.limit, "Take the first so many records only")->check(CLI::NonNegativeNumber);
  command.add_option("--concurrency", options.concurrency, "Records under way at a time")->check(CLI::Range(1, 256))->capture_default_str();
  command.add_option("--examples", options.examples, "Examples shown of each kind of difference")->check(CLI::Range(0, 20))->capture_default_str();
  command.add_option("--passwords", options.passwords, "First passwords written by import city: the account replay plays; without "
                                                       "it, whoever signed in")
      ->capture_default_str();
}

}  // namespace lianban::cli

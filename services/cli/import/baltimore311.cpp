// lianban import baltimore311: service requests of a city that publishes them, with their recorded outcomes.

#include "fmt/format.h"
#include "services/cli/import/import_command.h"
#include "services/cli/import/trial.h"
#include "services/cli/terminal/failure.h"
#include "services/cli/terminal/locale.h"
#include "services/cli/terminal/moment.h"

namespace lianban::cli {
namespace {

constexpr char kOpen311Channel[] = "baltimore311";
constexpr char kBaltimore[] = "336900";

PlayedStep Step(const char* step, const char* outcome, absl::Time time, const char* reason = "") {
  return {step, outcome, reason, "", time};
}

// The record's words in those of base/service_request. `at` is when it reached its state.
//   New                   nobody has signed
//   Open, Pending, In Progress   signed, being handled
//   Closed                signed, handled, checked, all closed at one moment: the record knows no other
//   Closed (Duplicate)    found to be a duplicate when signing
//   Closed (Transferred)  returned as not ours, transferred by the centre
//   New, Open (Duplicate) marked as a duplicate and yet open: here a duplicate is merged, so it is left open without a mark
void Outcome(const std::string& status, absl::Time at, RecordedCase& out) {
  out.status = status.starts_with("Closed") ? "finished" : "running";
  if (status.starts_with("Open") || status == "Pending" || status == "In Progress") {
    out.steps = {Step("sign", "accept", at)};
  } else if (status == "Closed") {
    out.steps = {Step("sign", "accept", at), Step("handle", "done", at), Step("check", "solved", at)};
    out.result = "solved";
  } else if (status == "Closed (Duplicate)") {
    out.steps = {Step("sign", "duplicate", at)};
    out.result = "duplicate";
  } else if (status == "Closed (Transferred)") {
    out.steps = {Step("sign", "not_ours", at, "recorded as transferred"),
                 Step("reroute", "transfer", at, "recorded as transferred")};
    out.result = "transferred";
  }
  if (status.ends_with("(Duplicate)") && !status.starts_with("Closed")) {
    out.remark = Say("来源标为重复但仍未结，我方没有这种状态", "marked as duplicate while open: no such state here");
  }
}

absl::StatusOr<std::optional<absl::Time>> TimeIn(const CsvTable& table, const CsvRecord& row, const char* column) {
  if (row[column].empty()) return std::optional<absl::Time>();
  const auto time = ParseMoment(row[column]);
  if (!time.ok()) return table.At(row, fmt::format("{}: {}", column, row[column]));
  return std::optional<absl::Time>(*time);
}

absl::StatusOr<RecordedCase> ReadServiceRequest(const CsvTable& table, const CsvRecord& row) {
  RecordedCase out;
  out.row = &row;
  out.source_no = row["request_no"];
  out.unit_name = row["agency"];
  const auto created = TimeIn(table, row, "created"), changed = TimeIn(table, row, "status_date");
  const auto due = TimeIn(table, row, "due"), closed = TimeIn(table, row, "closed");
  for (const auto* time : {&created, &changed, &due, &closed}) {
    if (!time->ok()) return time->status();
  }
  if (!*created) return table.At(row, "created");
  out.received = **created;
  out.due = *due;
  out.closed = *closed;
  // Some states are recorded as older than the request itself.
  Outcome(row["status"], std::max(out.received, out.closed ? *out.closed : changed->value_or(out.received)), out);
  return out;
}

int Import(const TrialOptions& options) {
  const auto table = ReadCsvTable(options.file, {"request_no", "type", "created", "status", "status_date", "due", "closed", "agency"},
                                  {}, true);
  if (!table.ok()) return Fail(table.status());
  std::vector<RecordedCase> cases;
  for (const CsvRecord& row : table->rows) {
    if (options.limit > 0 && cases.size() >= static_cast<size_t>(options.limit)) break;
    auto recorded = ReadServiceRequest(*table, row);
    if (!recorded.ok()) return Fail(recorded.status());
    cases.push_back(*std::move(recorded));
  }
  return RunTrial(options, *table, {kOpen311Channel, kBaltimore}, cases);
}

}  // namespace

void AddImportBaltimore311(CLI::App& group) {
  auto options = std::make_shared<TrialOptions>();
  CLI::App* command = group.add_subcommand(
      "baltimore311", "Service requests as CSV (also .gz) into the city of workflows/cities/trial311: each through its "
                      "adapter, routed, opened, its recorded outcome played, and then compared with the record");
  command->add_option("file", options->file, "The file of requests")->required()->check(CLI::ExistingFile);
  AddTrialOptions(*command, *options);
  command->callback([options] { throw CLI::RuntimeError(Import(*options)); });
}

}  // namespace lianban::cli

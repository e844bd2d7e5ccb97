#include "services/catalog/table/tables.h"

#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "services/catalog/names.h"
#include "services/catalog/table/table_store.h"
#include "services/lib/errors/error.h"

namespace lianban::catalog {
namespace {

constexpr size_t kTableBytesMax = 1 << 20;
constexpr size_t kInputsBytesMax = 64 << 10;

absl::Status CheckTable(const v1::Table& table) {
  if (!IsProcessName(table.name())) return Error("REQUEST_INVALID", {{"detail", "table.name"}});
  if (table.csv().size() > kTableBytesMax) return Error("REQUEST_INVALID", {{"detail", "table.csv: at most 1 MiB"}});
  std::vector<workflow::TableFinding> findings;
  const auto parsed = workflow::ParseDecisionTable(table.name(), table.csv(), &findings);
  if (parsed.ok()) findings = workflow::CheckDecisionTable(*parsed);
  std::vector<FieldViolation> violations;
  const workflow::TableFinding* first = nullptr;
  for (const auto& finding : findings) {
    if (finding.code == "TABLE_GAP") continue;  // may be meant
    if (!first) first = &finding;
    const std::string place = fmt::format("{}:{}", table.name(), finding.line);
    violations.push_back({place, "FINDING", {{"code", finding.code}, {"message", finding.message}, {"label", place}}});
  }
  if (!first) return absl::OkStatus();
  return Error("TABLE_INVALID",
               {{"table", table.name()}, {"line", std::to_string(first->line)}, {"detail", first->message}}, violations);
}

}  // namespace

absl::StatusOr<v1::Table> PutTable(postgres::Database& database, const Change& change,
                                   const v1::PutTableRequest& request) {
  LIANBAN_RETURN_IF_ERROR(RequireWorkflowAdmin(change.caller));
  LIANBAN_RETURN_IF_ERROR(CheckTable(request.table()));
  v1::Table answer;
  LIANBAN_RETURN_IF_ERROR(WriteOnce(database, change, request.request_id(), request, &answer,
                                    [&](postgres::Transaction& tx) -> absl::Status {
                                      answer.set_name(request.table().name());
                                      LIANBAN_ASSIGN_OR_RETURN(const int version, WriteTable(tx, change, request.table()));
                                      answer.set_version(version);
                                      return absl::OkStatus();
                                    }));
  answer.set_csv(request.table().csv());
  return answer;
}

absl::StatusOr<TableCache::Entry> TableCache::Get(const std::string& city_id, const std::string& name) {
  LIANBAN_ASSIGN_OR_RETURN(const int version, ReadTableVersion(database_, city_id, name));
  if (version == 0) return Error("NOT_FOUND", {{"name", name}});
  {
    std::lock_guard lock(mutex_);
    const auto it = entries_.find({city_id, name});
    if (it != entries_.end() && it->second.version == version) return it->second;
  }
  LIANBAN_ASSIGN_OR_RETURN(const std::string csv, ReadTableCsv(database_, city_id, name, version));
  LIANBAN_ASSIGN_OR_RETURN(auto parsed, workflow::ParseDecisionTable(name, csv, nullptr));
  Entry entry{version, std::make_shared<const workflow::DecisionTable>(std::move(parsed))};
  std::lock_guard lock(mutex_);
  entries_[{city_id, name}] = entry;
  return entry;
}

absl::StatusOr<v1::DecideTableResponse> TableCache::Decide(const rpc::Context& caller,
                                                           const v1::DecideTableRequest& request) {
  if (request.inputs_json().size() > kInputsBytesMax) return Error("REQUEST_INVALID", {{"detail", "inputs_json"}});
  const auto inputs = nlohmann::json::parse(request.inputs_json(), nullptr, false);
  if (!inputs.is_object()) return Error("REQUEST_INVALID", {{"detail", "inputs_json is not a JSON object"}});
  LIANBAN_ASSIGN_OR_RETURN(const Entry entry, Get(caller.city_id(), request.name()));
  LIANBAN_ASSIGN_OR_RETURN(const auto decision, workflow::Decide(*entry.table, inputs));
  v1::DecideTableResponse response;
  response.set_outputs_json(decision.outputs.dump());
  response.set_version(entry.version);
  for (const std::string& id : decision.fired) response.add_fired(id);
  for (const auto& [column, note] : decision.notes) (*response.mutable_notes())[column] = note;
  return response;
}

}  // namespace lianban::catalog

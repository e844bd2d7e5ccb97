#include "services/casework/migration/preview_migration.h"

#include "absl/time/clock.h"
#include "services/casework/case/case_store.h"
#include "services/casework/case/first_case.h"
#include "services/casework/command/ledger_book.h"
#include "services/casework/migration/preview_tally.h"
#include "services/casework/request_check.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

// The cases of a page with the release each is on; those whose release cannot be had are refused at once.
struct Page {
  std::vector<CaseRecordPtr> records;
  std::vector<workflow::MoveItem> items;
  std::vector<workflow::Command> commands;
};

absl::StatusOr<std::vector<CaseRecordPtr>> ReadCases(const PreviewParts& parts, const std::string& city_id,
                                                     const postgres::Rows& rows) {
  std::vector<std::string> ids;
  for (int row = 0; row < rows.size(); ++row) ids.push_back(rows.GetString(row, 0));
  if (ids.empty()) return std::vector<CaseRecordPtr>();
  LIANBAN_ASSIGN_OR_RETURN(const Results cases, parts.connections.RunTx(city_id, {LoadCases(city_id, ids)}));
  return CasesFrom(parts.seals, city_id, *cases[0]);
}

absl::Status Examine(const PreviewParts& parts, const StoredMigration& migration, std::vector<CaseRecordPtr> records,
                     PreviewTally& tally) {
  const std::string& city_id = migration.city_id;
  LIANBAN_ASSIGN_OR_RETURN(const EnvironmentPtr environment, parts.environments.Get(city_id));
  LIANBAN_ASSIGN_OR_RETURN(const LoadedRelease to,
                           parts.releases.Get(city_id, migration.plan.process, migration.plan.to_release));
  Page page;
  page.commands.reserve(records.size());
  for (const CaseRecordPtr& record : records) {
    const auto from = parts.releases.Get(city_id, migration.plan.process, record->release);
    if (!from.ok()) {
      tally.AddRefused(*record, "", from.status());
      continue;
    }
    page.commands.push_back(MoveCommand(migration, record->release));
    page.items.push_back({from->model, to.model, environment, &record->state, &page.commands.back(),
                          std::max(absl::Now(), record->event_time)});
    page.records.push_back(record);
  }
  LedgerBook ledgers(parts.connections, city_id);
  const auto moved = workflow::MoveCases(parts.scripts, parts.positions, page.items, &ledgers);
  for (size_t i = 0; i < moved.size(); ++i) tally.Add(*page.records[i], moved[i], *environment);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::PreviewMigrationResponse> PreviewMigration(const PreviewParts& parts, const rpc::Context& caller,
                                                              const StoredMigration& migration,
                                                              const v1::PreviewMigrationRequest& request) {
  const MigrationPlan& plan = migration.plan;
  const std::string& city_id = caller.city_id();
  LIANBAN_RETURN_IF_ERROR(CheckName("show", request.show()));
  LIANBAN_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size()));
  // Maps are serialised in no certain order, so the plan stands in the token as it is stored.
  v1::PreviewMigrationRequest rest = request;
  rest.mutable_plan()->clear_renamed();
  const std::string query = QueryOf("PreviewMigration", caller, rest) + nlohmann::json(plan.renamed).dump();
  LIANBAN_ASSIGN_OR_RETURN(const auto cursor, parts.tokens.Open(query, request.page_token()));
  const std::string to = std::to_string(plan.to_release);
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      parts.connections.RunTx(
          city_id, {{"count_movable_cases", {city_id, plan.process, to, ReleaseArray(plan), plan.area}},
                    {"list_movable_cases",
                     {city_id, plan.process, to, ReleaseArray(plan), plan.area, cursor.empty() ? kFirstCase : cursor[0],
                      std::to_string(page_size)}}}));
  const postgres::Rows& rows = *results[1];
  LIANBAN_ASSIGN_OR_RETURN(auto records, ReadCases(parts, city_id, rows));
  v1::PreviewMigrationResponse response;
  response.set_total(results[0]->GetInt(0, 0));
  response.set_examined(static_cast<int32_t>(records.size()));
  PreviewTally tally(response, request.show());
  LIANBAN_RETURN_IF_ERROR(Examine(parts, migration, std::move(records), tally));
  if (rows.size() == page_size) {
    response.set_next_page_token(parts.tokens.Seal(query, {rows.GetString(page_size - 1, 0)}));
  }
  return response;
}

}  // namespace lianban::casework

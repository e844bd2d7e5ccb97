#include "services/casework/case/case_store.h"

#include "nlohmann/json.hpp"
#include "services/casework/command/queries_of_one.h"
#include "services/casework/sql_files.h"
#include "services/casework/store/array_param.h"
#include "services/lib/errors/error.h"
#include "spdlog/spdlog.h"

namespace lianban::casework {
namespace {

nlohmann::json Parsed(std::string_view text) { return nlohmann::json::parse(text, nullptr, false); }

absl::StatusOr<CaseRecordPtr> CaseFrom(FormSeals& seals, const std::string& city_id, const postgres::Rows& rows, int row) {
  auto state = workflow::CaseStateFromJson(Parsed(rows.Get(row, 13)));
  if (!state.ok()) {
    spdlog::error("case {}: the stored state cannot be read: {}", rows.Get(row, 0), state.status().ToString());
    return absl::InternalError("stored state");
  }
  auto form = seals.Parse(city_id, rows.Get(row, 0), rows.Get(row, 14));
  if (!form.ok()) {
    spdlog::error("case {}: the stored form cannot be read: {}", rows.Get(row, 0), form.status().ToString());
    return form.status();
  }
  auto record = std::make_shared<CaseRecord>();
  record->city_id = city_id;
  record->case_id = rows.GetString(row, 0);
  record->release = static_cast<int32_t>(rows.GetInt(row, 3));
  record->title = rows.GetString(row, 4);
  record->channel = rows.GetString(row, 5);
  record->receipt_no = rows.GetString(row, 6);
  record->party_id = rows.GetString(row, 7);
  record->parent_case_id = rows.GetString(row, 8);
  record->receive_time = TimeFromText(rows.Get(row, 9));
  record->event_time = TimeFromText(rows.Get(row, 10));
  record->units = Parsed(rows.Get(row, 12)).get<std::vector<std::string>>();
  record->state = *std::move(state);
  record->state.revision = rows.GetInt(row, 1);
  record->state.form = workflow::SharedObject(*std::move(form));
  record->state.materials = Parsed(rows.Get(row, 15));
  return record;
}

}  // namespace

const postgres::Queries& CaseworkQueries() {
  static const std::string of_one = QueriesOfOne(sql::EmbeddedFiles().at("sql/queries/write_batch.sql"));
  static const postgres::Queries all([] {
    auto files = sql::EmbeddedFiles();
    files["queries/of one"] = of_one;
    return files;
  }());
  return all;
}

postgres::Statement LoadCases(const std::string& city_id, const std::vector<std::string>& case_ids) {
  return {"load_cases", {city_id, postgres::TextArray(case_ids)}};
}

absl::StatusOr<std::vector<CaseRecordPtr>> CasesFrom(FormSeals& seals, const std::string& city_id,
                                                     const postgres::Rows& rows) {
  std::vector<CaseRecordPtr> cases;
  for (int row = 0; row < rows.size(); ++row) {
    LIANBAN_ASSIGN_OR_RETURN(CaseRecordPtr record, CaseFrom(seals, city_id, rows, row));
    cases.push_back(std::move(record));
  }
  return cases;
}

postgres::Statement FindRequests(const std::string& city_id, const std::vector<std::string>& request_ids) {
  return {"find_requests", {city_id, postgres::TextArray(request_ids)}};
}

std::map<std::string, AnsweredRequest> RequestsFrom(const postgres::Rows& rows) {
  std::map<std::string, AnsweredRequest> found;
  for (int row = 0; row < rows.size(); ++row) {
    found[rows.GetString(row, 0)] = {postgres::FromBytes(rows.Get(row, 1)), postgres::FromBytes(rows.Get(row, 2))};
  }
  return found;
}

absl::StatusOr<CaseRecordPtr> ReadCase(ConnectionPool& connections, FormSeals& seals, const std::string& city_id,
                                       const std::string& case_id) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, connections.RunTx(city_id, {LoadCases(city_id, {case_id})}));
  LIANBAN_ASSIGN_OR_RETURN(const auto cases, CasesFrom(seals, city_id, *rows[0]));
  if (cases.empty()) return Error("NOT_FOUND", {{"name", case_id}});
  return cases[0];
}

}  // namespace lianban::casework

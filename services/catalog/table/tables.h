#pragma once
// City-wide decision tables: routing of reports and the like.

#include <map>
#include <memory>
#include <mutex>

#include "lianban/catalog/v1/catalog.pb.h"
#include "services/catalog/writing_call.h"
#include "services/workflow/table/decision_table.h"

namespace lianban::catalog {

// Checks the table and stores it as the next version; the same text again stays the version it was. Errors: TABLE_INVALID
// with every finding as a violation. Gaps do not stand in the way.
absl::StatusOr<v1::Table> PutTable(postgres::Database& database, const Change& change,
                                   const v1::PutTableRequest& request);

// Tables as parsed, by city, name and version.
class TableCache {
 public:
  explicit TableCache(postgres::Database& database) : database_(database) {}

  // Errors: NOT_FOUND, REQUEST_INVALID (inputs_json), and those of workflow::Decide.
  absl::StatusOr<v1::DecideTableResponse> Decide(const rpc::Context& caller, const v1::DecideTableRequest& request);

 private:
  struct Entry {
    int version = 0;
    std::shared_ptr<const workflow::DecisionTable> table;
  };
  absl::StatusOr<Entry> Get(const std::string& city_id, const std::string& name);

  postgres::Database& database_;
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Entry> entries_;
};

}  // namespace lianban::catalog

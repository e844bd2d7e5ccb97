#pragma once
// Reads cases and requests from rows. The executors run these through their pipeline, the readers through the pool.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/casework/case/case_record.h"
#include "services/casework/case/form_seals.h"
#include "services/casework/store/connection_pool.h"
#include "services/lib/postgres/database.h"
#include "services/lib/postgres/pipeline.h"

namespace lianban::casework {

// Every query of the service.
const postgres::Queries& CaseworkQueries();

postgres::Statement LoadCases(const std::string& city_id, const std::vector<std::string>& case_ids);
// Error: INTERNAL when a stored state or a sealed value cannot be read.
absl::StatusOr<std::vector<CaseRecordPtr>> CasesFrom(FormSeals& seals, const std::string& city_id,
                                                     const postgres::Rows& rows);

struct AnsweredRequest {
  std::string digest;
  std::string response;  // a serialized CommandResponse
};
postgres::Statement FindRequests(const std::string& city_id, const std::vector<std::string>& request_ids);
std::map<std::string, AnsweredRequest> RequestsFrom(const postgres::Rows& rows);

// One case for a reader. Error: NOT_FOUND.
absl::StatusOr<CaseRecordPtr> ReadCase(ConnectionPool& connections, FormSeals& seals, const std::string& city_id,
                                       const std::string& case_id);

}  // namespace lianban::casework

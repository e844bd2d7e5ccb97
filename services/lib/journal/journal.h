#pragma once
// What a service changes about rules and rights, on its way into the city's log: a row in the transaction of the change.
// Each service that has a journal keeps the table, the view and the queries of that name in its own schema
// (sql/queries/journal.sql).

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/lib/postgres/pipeline.h"

namespace lianban::journal {

struct Note {
  std::string kind;                   // publish_release
  std::vector<std::string> subjects;  // "catalog.release legal_aid/3": a row each, in this order
  absl::Time time;
  std::string actor_class = "person", actor_id, actor_name;
  std::string process;                // of a release
  int release = 0;
  std::string detail_json;            // beside what the view says of the subject; no secret
};

// To be run after the change, in its transaction.
std::vector<postgres::Statement> StatementsOf(const std::string& city_id, const Note& note);
absl::Status Write(postgres::Transaction& tx, const std::string& city_id, const Note& note);

}  // namespace lianban::journal

#pragma once
// Turns a batch of attempts into the statements of one transaction: each statement writes its rows for all cases.

#include <algorithm>
#include <string>
#include <vector>

#include "services/casework/case/form_seals.h"
#include "services/casework/command/attempt.h"
#include "services/casework/store/array_param.h"
#include "services/lib/postgres/pipeline.h"

namespace lianban::casework {

class WriteSet {
 public:
  // attempts: how many will be added. `seal` is the city's.
  WriteSet(std::string city_id, const FormSeal& seal, size_t attempts)
      : city_id_(std::move(city_id)), seal_(seal), events_expected_(std::max<size_t>(attempts, 1)) {}

  void Add(const Attempt& attempt);

  // In the order of writing; append_events last, because it takes the city's log until the commit. Leaves the set empty.
  std::vector<postgres::Statement> Take();

 private:
  // The columns of one statement; nothing is sent when no row was added.
  struct Table {
    Table(std::string_view query, std::string_view query_of_one, size_t columns)
        : query(query), query_of_one(query_of_one), columns(columns) {}
    std::string_view query, query_of_one;
    std::vector<ArrayParam> columns;
    int rows = 0;
  };

  void AddRequest(const Attempt& attempt);
  void AddCasefile(const Attempt& attempt);
  void AddMove(const Attempt& attempt);
  void AddForm(const Attempt& attempt);
  void AddTasks(const Attempt& attempt);
  void AddTimers(const Attempt& attempt);
  void AddEffects(const Attempt& attempt);
  void AddEntries(const Attempt& attempt, const workflow::Effect& effect);
  void AddEvent(const Attempt& attempt);
  void PutTask(const Attempt& attempt, const workflow::TaskState& task);

  // As the database gets it.
  std::string Stored(const Attempt& attempt, const nlohmann::json& value) const;
  std::string PayloadOf(const Attempt& attempt) const;
  std::string NewSalt();

  std::string city_id_;
  const FormSeal& seal_;
  const size_t events_expected_;
  std::string salts_;  // not yet used
  Table requests_{"insert_requests", "insert_requests of one", 4};
  Table new_cases_{"insert_casefiles", "insert_casefiles of one", 20};
  Table cases_{"update_casefiles", "update_casefiles of one", 12};
  Table moves_{"move_casefiles", "move_casefiles of one", 2};
  Table forms_{"put_case_forms", "put_case_forms of one", 3};
  Table units_{"insert_case_units", "insert_case_units of one", 2};
  Table closed_tasks_{"delete_tasks", "delete_tasks of one", 2};
  Table tasks_{"put_tasks", "put_tasks of one", 13};
  Table cleared_timers_{"delete_timers", "delete_timers of one", 2};
  Table timers_{"put_timers", "put_timers of one", 4};
  Table effects_{"insert_outbox", "insert_outbox of one", 7};
  Table entries_{"insert_ledger_entries", "insert_ledger_entries of one", 7};
  Table events_{"append_events", "append_events of one", 13};
};

}  // namespace lianban::casework

#pragma once
// Takes a batch of orders to their end: read, decide, write in one transaction, answer. What goes wrong with one order
// is that order's own business.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "services/casework/case/case_cache.h"
#include "services/casework/case/form_seals.h"
#include "services/casework/command/decide.h"
#include "services/lib/postgres/pipeline.h"

namespace lianban::casework {

// Called after each commit, from an executor's thread: wakes readers of the log, and the relay when there is something
// for it.
using CommitListener = std::function<void(const std::string& city_id, bool relayed)>;

class BatchRunner {
 public:
  BatchRunner(std::unique_ptr<postgres::PipelineConnection> connection, CaseCache& cache, FormSeals& seals,
              Decider& decider, CommitListener committed);

  // Decides the orders and hands them to the database, which writes them while the caller goes on; then ends what was
  // being written before. The orders are of one city, no two of one case or with one request id, and none with one that
  // is being written.
  void Begin(std::vector<OrderPtr> orders);
  // Waits for what is being written; everything begun has been answered when this returns.
  void Finish();

  const std::vector<Attempt>& writing() const { return writing_; }

 private:
  // How a group of attempts is tried.
  struct Mood {
    bool fresh = false;  // read everything again, and look whether the request was answered before
    int failures = 0;    // group writes that met a conflict
    absl::Duration backoff;
  };

  void Settle(std::vector<Attempt> attempts, Mood mood);
  void SettleAlone(std::vector<Attempt> attempts);
  void Resettle(std::vector<Attempt> attempts, const absl::Status& status);
  std::vector<Attempt> Refused(Decided& decided, const Mood& mood);
  std::vector<Attempt> Written(std::vector<Attempt> attempts, const absl::Status& status, Mood& mood);
  absl::Status LoadMissing(std::vector<Attempt>& attempts);
  absl::Status LookUp(std::vector<Attempt>& attempts);
  std::vector<postgres::Statement> StatementsOf(const std::vector<Attempt>& attempts) const;
  absl::Status EnsureCity(const std::string& city_id);
  void Commit(std::vector<Attempt>& attempts);
  void DropExpired(std::vector<Attempt>& attempts, bool uncertain);

  std::unique_ptr<postgres::PipelineConnection> connection_;
  CaseCache& cache_;
  FormSeals& seals_;
  Decider& decider_;
  CommitListener committed_;
  std::map<std::string, FormSeal> cities_;  // known to be in the database
  std::vector<Attempt> writing_;  // decided, and sent to the database
};

}  // namespace lianban::casework

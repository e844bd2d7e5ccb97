#pragma once
// A few pipelined connections for readers and background loops: every call is one transaction in one round trip.

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/lib/postgres/pipeline.h"

namespace lianban::casework {

using Results = std::vector<std::unique_ptr<postgres::Rows>>;

class ConnectionPool {
 public:
  ConnectionPool(const postgres::DatabaseOptions& options, const postgres::Queries& queries);

  // Repeats while the database cannot be reached, for up to `patience`; so the statements must bear repetition.
  absl::StatusOr<Results> RunTx(const std::string& city_id, const std::vector<postgres::Statement>& statements,
                                absl::Duration patience = absl::Seconds(10));

 private:
  using ConnectionPtr = std::unique_ptr<postgres::PipelineConnection>;
  ConnectionPtr Borrow();
  void GiveBack(ConnectionPtr connection);

  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<ConnectionPtr> idle_;
};

}  // namespace lianban::casework

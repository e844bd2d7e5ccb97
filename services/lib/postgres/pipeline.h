#pragma once
// The hot path: several statements in one round trip (libpq pipeline mode), for casework's executors.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/lib/postgres/database.h"

namespace lianban::postgres {

struct Statement {
  std::string_view name;  // query name
  std::vector<Param> params;
};

class PipelineConnection {
 public:
  virtual ~PipelineConnection() = default;
  // SET LOCAL app.city and the statements, sent together, are one transaction. All or nothing: the first error rolls
  // everything back and is returned. Results are in statement order.
  // After UNAVAILABLE the outcome is unknown: ask the request table before repeating.
  absl::StatusOr<std::vector<std::unique_ptr<Rows>>> RunTx(std::string_view city_id,
                                                           const std::vector<Statement>& statements) {
    if (absl::Status sent = Send(city_id, statements); !sent.ok()) return sent;
    return Receive();
  }

  // The two halves of RunTx, for a caller with something better to do than to wait. Each Send that was OK needs its
  // Receive before the next Send.
  virtual absl::Status Send(std::string_view city_id, const std::vector<Statement>& statements) = 0;
  virtual absl::StatusOr<std::vector<std::unique_ptr<Rows>>> Receive() = 0;
};

// Connects at once and reconnects by itself on the next call after a failure.
std::unique_ptr<PipelineConnection> OpenPipeline(const DatabaseOptions& options, const Queries& queries);

}  // namespace lianban::postgres

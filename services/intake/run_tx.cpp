#include "services/intake/run_tx.h"

namespace lianban::intake {

absl::Status RunTxAgain(postgres::Database& database, const std::string& city_id,
                        const std::function<absl::Status(postgres::Transaction&)>& body) {
  constexpr int kAttempts = 8;
  absl::Status status;
  for (int i = 0; i < kAttempts; ++i) {
    status = database.RunTx(city_id, body);
    if (!absl::IsAborted(status)) return status;
  }
  return status;
}

}  // namespace lianban::intake

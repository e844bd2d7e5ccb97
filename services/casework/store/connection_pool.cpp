#include "services/casework/store/connection_pool.h"

#include <algorithm>
#include <thread>

#include "absl/time/clock.h"

namespace lianban::casework {
namespace {
constexpr int kConflictsMax = 5;
}

ConnectionPool::ConnectionPool(const postgres::DatabaseOptions& options, const postgres::Queries& queries) {
  for (int i = 0; i < std::max(1, options.connections); ++i) idle_.push_back(postgres::OpenPipeline(options, queries));
}

ConnectionPool::ConnectionPtr ConnectionPool::Borrow() {
  std::unique_lock lock(mutex_);
  returned_.wait(lock, [this] { return !idle_.empty(); });
  ConnectionPtr connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void ConnectionPool::GiveBack(ConnectionPtr connection) {
  {
    std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
  }
  returned_.notify_one();
}

absl::StatusOr<Results> ConnectionPool::RunTx(const std::string& city_id,
                                              const std::vector<postgres::Statement>& statements,
                                              absl::Duration patience) {
  const absl::Time give_up = absl::Now() + patience;
  absl::Duration pause = absl::Milliseconds(20);
  for (int conflicts = 0;;) {
    ConnectionPtr connection = Borrow();
    auto results = connection->RunTx(city_id, statements);
    GiveBack(std::move(connection));
    const bool conflict = absl::IsAborted(results.status()) && ++conflicts <= kConflictsMax;
    const bool away = absl::IsUnavailable(results.status()) && absl::Now() + pause < give_up;
    if (!conflict && !away) return results;
    std::this_thread::sleep_for(absl::ToChronoMilliseconds(pause));
    pause = std::min(pause * 2, absl::Milliseconds(500));
  }
}

}  // namespace lianban::casework

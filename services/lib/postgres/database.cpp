#include "services/lib/postgres/database.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <random>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/connection_string.h"
#include "services/lib/postgres/pqxx_session.h"
#include "services/lib/postgres/sql_status.h"
#include "spdlog/spdlog.h"

namespace lianban::postgres {
namespace {

constexpr absl::Duration kRideOut = absl::Seconds(15);

// Lends connections; at most `size` exist.
class Pool {
 public:
  Pool(std::string connection, int size) : connection_(std::move(connection)), free_(std::max(size, 1)) {}

  // A session, new when no idle one is left. RESOURCE_EXHAUSTED when none comes free before `deadline`.
  absl::StatusOr<std::unique_ptr<PqxxSession>> Take(absl::Time deadline) {
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait_until(lock, absl::ToChronoTime(deadline), [&] { return free_ > 0; })) {
        return Error("SERVER_BUSY");
      }
      --free_;
      if (!idle_.empty()) {
        auto session = std::move(idle_.back());
        idle_.pop_back();
        return session;
      }
    }
    auto session = PqxxSession::Connect(connection_);
    if (!session.ok()) Return(nullptr);
    return session;
  }

  void Return(std::unique_ptr<PqxxSession> session) {
    std::lock_guard lock(mutex_);
    ++free_;
    if (session && session->usable()) {
      idle_.push_back(std::move(session));
    } else {
      idle_.clear();  // the server went away: the idle connections went with it
    }
    changed_.notify_one();
  }

 private:
  const std::string connection_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int free_;
  std::vector<std::unique_ptr<PqxxSession>> idle_;
};

class PqxxTransaction : public Transaction {
 public:
  PqxxTransaction(PqxxSession& session, const Queries& queries) : session_(session), queries_(queries) {}

  absl::StatusOr<std::unique_ptr<Rows>> Query(std::string_view name, const std::vector<Param>& params) override {
    if (!failure_.ok()) return failure_;
    auto rows = session_.Execute(std::string(name), queries_.Get(name), params);
    if (!rows.ok()) failure_ = rows.status();
    return rows;
  }

  // The first error of the database itself; the body may have hidden or reworded it.
  const absl::Status& failure() const { return failure_; }

 private:
  PqxxSession& session_;
  const Queries& queries_;
  absl::Status failure_;
};

struct Outcome {
  absl::Status status;
  bool repeat = false;
};

bool IsTransient(const absl::Status& status) { return absl::IsAborted(status) || absl::IsUnavailable(status); }

absl::Duration Pause(int attempt) {
  thread_local std::minstd_rand random(std::random_device{}());
  const double scale = std::uniform_real_distribution<double>(0.5, 1.5)(random);
  return std::min(absl::Milliseconds(5) * (1 << std::min(attempt, 8)), absl::Seconds(1)) * scale;
}

class PooledDatabase : public Database {
 public:
  PooledDatabase(const DatabaseOptions& options, const Queries& queries)
      : pool_(ServiceConnection(options), options.connections), queries_(queries) {}

  absl::Status RunTx(std::string_view city_id, const std::function<absl::Status(Transaction&)>& body) override {
    return Run(city_id, false, body);
  }
  absl::Status RunReadTx(std::string_view city_id, const std::function<absl::Status(Transaction&)>& body) override {
    return Run(city_id, true, body);
  }

 private:
  absl::Status Run(std::string_view city_id, bool read_only, const std::function<absl::Status(Transaction&)>& body) {
    const absl::Time deadline = absl::Now() + kRideOut;
    for (int attempt = 0;; ++attempt) {
      auto session = pool_.Take(deadline);
      Outcome outcome;
      if (session.ok()) {
        outcome = Attempt(**session, city_id, read_only, body);
        pool_.Return(std::move(*session));
      } else {
        outcome = {session.status(), absl::IsUnavailable(session.status())};
      }
      const absl::Duration pause = Pause(attempt);
      if (!outcome.repeat || absl::Now() + pause > deadline) return outcome.status;
      absl::SleepFor(pause);
    }
  }

  Outcome Attempt(PqxxSession& session, std::string_view city_id, bool read_only,
                  const std::function<absl::Status(Transaction&)>& body) {
    if (auto status = session.Begin(city_id, read_only); !status.ok()) return {status, IsTransient(status)};
    PqxxTransaction transaction(session, queries_);
    auto status = body(transaction);
    if (!transaction.failure().ok()) {
      session.Rollback();
      const bool repeat = IsTransient(transaction.failure());
      // What the body made of a lasting error stands; hiding it does not.
      return {status.ok() || repeat ? transaction.failure() : status, repeat};
    }
    if (!status.ok()) {
      session.Rollback();
      return {status, false};
    }
    status = session.Commit();
    return {status, IsTransient(status)};
  }

  Pool pool_;
  const Queries queries_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Rows>> Database::Read(std::string_view city_id, std::string_view name,
                                                     const std::vector<Param>& params) {
  std::unique_ptr<Rows> rows;
  LIANBAN_RETURN_IF_ERROR(RunReadTx(city_id, [&](Transaction& transaction) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(rows, transaction.Query(name, params));
    return absl::OkStatus();
  }));
  return rows;
}

std::unique_ptr<Database> OpenDatabase(const DatabaseOptions& options, const Queries& queries) {
  return std::make_unique<PooledDatabase>(options, queries);
}

}  // namespace lianban::postgres

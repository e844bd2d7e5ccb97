#include "services/lib/postgres/pipeline.h"

#include <poll.h>

#include <set>

#include "services/lib/check/check.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/connection_string.h"
#include "services/lib/postgres/libpq.h"
#include "services/lib/postgres/server_words.h"

namespace lianban::postgres {
namespace {

// A name no .sql file can hold, since a query's name there has no space.
constexpr char kCity[] = "set city";

// The text protocol would cut such a value short without a word.
absl::Status RefuseNul(std::string_view city_id, const std::vector<Statement>& statements) {
  bool found = city_id.find('\0') != std::string_view::npos;
  for (const auto& statement : statements) {
    for (const auto& param : statement.params) found = found || (param && param->find('\0') != std::string::npos);
  }
  return found ? Error("REQUEST_INVALID", {{"detail", "NUL"}}) : absl::OkStatus();
}

class LibpqPipeline : public PipelineConnection {
 public:
  LibpqPipeline(const DatabaseOptions& options, const Queries& queries)
      : connection_string_(ServiceConnection(options)), queries_(queries) {
    Connect().IgnoreError();  // it is tried again when there is something to send
  }

  absl::Status Send(std::string_view city_id, const std::vector<Statement>& statements) override {
    LIANBAN_CHECK(sent_.empty(), "what was sent before has not been received");
    LIANBAN_RETURN_IF_ERROR(RefuseNul(city_id, statements));
    if (!connection_) LIANBAN_RETURN_IF_ERROR(Connect());
    const absl::Status sent = SendAll(city_id, statements);
    if (absl::IsUnavailable(sent)) connection_.reset();
    if (!sent.ok()) sent_.clear();
    return sent;
  }

  absl::StatusOr<std::vector<std::unique_ptr<Rows>>> Receive() override {
    auto results = ReceiveAll();
    if (absl::IsUnavailable(results.status())) connection_.reset();
    sent_.clear();
    return results;
  }

 private:
  absl::Status SendAll(std::string_view city_id, const std::vector<Statement>& statements) {
    LIANBAN_RETURN_IF_ERROR(Prepare(statements));
    LIANBAN_RETURN_IF_ERROR(SendOne(kCity, {std::string(city_id)}));
    for (const auto& statement : statements) {
      LIANBAN_RETURN_IF_ERROR(SendOne(std::string(statement.name), statement.params));
    }
    return Flush();
  }

  absl::StatusOr<std::vector<std::unique_ptr<Rows>>> ReceiveAll() {
    std::vector<std::unique_ptr<Rows>> rows;
    absl::Status failure;
    for (const std::string& name : sent_) {
      Result result = Next();
      if (failure.ok()) failure = StatusOf(result.get(), name);
      if (&name != &sent_.front()) rows.push_back(std::make_unique<LibpqRows>(std::move(result)));  // not of kCity
    }
    LIANBAN_RETURN_IF_ERROR(ReadSync());
    if (!failure.ok()) return failure;
    return rows;
  }

  absl::Status Connect() {
    prepared_.clear();
    connection_.reset(PQconnectdb(connection_string_.c_str()));
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
      LogDatabaseAway(PQerrorMessage(connection_.get()));
      connection_.reset();
      return DatabaseUnavailable();
    }
    // Nothing is read while sending, so neither side may block on a full socket.
    if (PQsetnonblocking(connection_.get(), 1) != 0 || PQenterPipelineMode(connection_.get()) != 1) return Lost();
    constexpr char kSetCity[] = "SELECT set_config('app.city', $1, true)";
    if (PQsendPrepare(connection_.get(), kCity, kSetCity, 0, nullptr) != 1) return Lost();
    return FinishPreparing(1);
  }

  // A statement is prepared on its first use, in a round trip of its own: a failed transaction must not undo what the
  // client believes to be prepared.
  absl::Status Prepare(const std::vector<Statement>& statements) {
    std::set<std::string> fresh;
    for (const auto& statement : statements) {
      std::string name(statement.name);
      if (prepared_.contains(name) || !fresh.insert(name).second) continue;
      if (PQsendPrepare(connection_.get(), name.c_str(), queries_.Get(name).c_str(), 0, nullptr) != 1) return Lost();
    }
    if (fresh.empty()) return absl::OkStatus();
    LIANBAN_RETURN_IF_ERROR(FinishPreparing(static_cast<int>(fresh.size())));
    prepared_.merge(fresh);
    return absl::OkStatus();
  }

  absl::Status FinishPreparing(int count) {
    LIANBAN_RETURN_IF_ERROR(Flush());
    absl::Status failure;
    for (int i = 0; i < count; ++i) {
      const Result result = Next();
      if (failure.ok()) failure = StatusOf(result.get(), "prepare");
    }
    LIANBAN_RETURN_IF_ERROR(ReadSync());
    // Some may have been prepared before the failing one: start afresh rather than guess.
    if (!failure.ok()) connection_.reset();
    return failure;
  }

  absl::Status SendOne(const std::string& name, const std::vector<Param>& params) {
    std::vector<const char*> values;
    std::vector<int> lengths;
    for (const auto& param : params) {
      values.push_back(param ? param->c_str() : nullptr);
      lengths.push_back(param ? static_cast<int>(param->size()) : 0);
    }
    if (PQsendQueryPrepared(connection_.get(), name.c_str(), static_cast<int>(values.size()), values.data(),
                            lengths.data(), nullptr, 0) != 1) {
      return Lost();
    }
    sent_.push_back(name);
    return absl::OkStatus();
  }

  // Ends the batch with a sync and pushes everything out, taking in what the server answers meanwhile.
  absl::Status Flush() {
    if (PQpipelineSync(connection_.get()) != 1) return Lost();
    for (;;) {
      const int left = PQflush(connection_.get());
      if (left == 0) return absl::OkStatus();
      if (left < 0) return Lost();
      pollfd socket{PQsocket(connection_.get()), POLLIN | POLLOUT, 0};
      poll(&socket, 1, -1);
      if ((socket.revents & POLLIN) && PQconsumeInput(connection_.get()) != 1) return Lost();
    }
  }

  // The result of the next statement; in pipeline mode a null separates statements.
  Result Next() {
    Result result(PQgetResult(connection_.get()));
    if (!result) return result;
    for (Result rest(PQgetResult(connection_.get())); rest; rest.reset(PQgetResult(connection_.get()))) {
      if (PQresultStatus(rest.get()) == PGRES_FATAL_ERROR) result = std::move(rest);
      if (PQstatus(connection_.get()) == CONNECTION_BAD) break;
    }
    return result;
  }

  // Everything between two syncs is one transaction (PostgreSQL, "Message Flow: Pipelining"): here it has been committed,
  // or rolled back after the first error. A commit that fails says so instead of the sync.
  absl::Status ReadSync() {
    const Result result(PQgetResult(connection_.get()));
    if (PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC) return absl::OkStatus();
    if (PQresultStatus(result.get()) != PGRES_FATAL_ERROR) return Lost();
    const absl::Status failure = StatusOf(result.get(), "commit");
    connection_.reset();
    return failure;
  }

  absl::Status Lost() {
    LogDatabaseAway(PQerrorMessage(connection_.get()));
    return DatabaseUnavailable();
  }

  const std::string connection_string_;
  const Queries queries_;
  Connection connection_;
  std::set<std::string> prepared_;
  std::vector<std::string> sent_;  // the statements whose results are still to come
};

}  // namespace

std::unique_ptr<PipelineConnection> OpenPipeline(const DatabaseOptions& options, const Queries& queries) {
  return std::make_unique<LibpqPipeline>(options, queries);
}

}  // namespace lianban::postgres

#include "services/lib/postgres/pqxx_session.h"

#include <functional>
#include <pqxx/pqxx>
#include <typeinfo>

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/server_words.h"
#include "services/lib/postgres/sql_status.h"

namespace lianban::postgres {
namespace {

class PqxxRows : public Rows {
 public:
  explicit PqxxRows(pqxx::result result) : result_(std::move(result)) {}
  int size() const override { return static_cast<int>(result_.size()); }
  bool IsNull(int row, int column) const override { return Field(row, column).is_null(); }
  std::string_view Get(int row, int column) const override {
    const auto field = Field(row, column);
    return {field.c_str(), field.size()};
  }

 private:
  pqxx::field Field(int row, int column) const {
    return result_[static_cast<pqxx::result::size_type>(row)][static_cast<pqxx::row::size_type>(column)];
  }
  pqxx::result result_;
};

// libpqxx keeps the message only; the constraint is the last name in quotes of its first line, in every language.
std::string ConstraintIn(std::string_view message) {
  message = message.substr(0, message.find('\n'));
  const auto end = message.rfind('"');
  if (end == std::string_view::npos || end == 0) return "";
  const auto start = message.rfind('"', end - 1);
  return start == std::string_view::npos ? "" : std::string(message.substr(start + 1, end - start - 1));
}

// libpqxx 6 leaves it out where it has a class of its own for the error, all of them 42xxx. An error of no class and without a
// SQLSTATE was not sent by a server.
std::string SqlStateOf(const pqxx::sql_error& error) {
  const bool left_out = error.sqlstate().empty() && typeid(error) != typeid(pqxx::sql_error);
  return left_out ? "42000" : error.sqlstate();
}

// A silent reconnection in the middle of a transaction would run the rest of it outside.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
void NeverReconnect(pqxx::connection_base& connection) { connection.inhibit_reactivation(true); }
#pragma GCC diagnostic pop

}  // namespace

PqxxSession::PqxxSession() = default;
PqxxSession::~PqxxSession() = default;

absl::Status PqxxSession::Guard(std::string_view name, const std::function<void()>& work) {
  if (!usable_) return DatabaseUnavailable();
  try {
    work();
    return absl::OkStatus();
  } catch (const pqxx::transaction_rollback& error) {
    // libpqxx 6 leaves out the SQLSTATE of this class, 40xxx.
    return StatusOfSqlState("40001", error.what(), "", name);
  } catch (const pqxx::sql_error& error) {
    const std::string sqlstate = SqlStateOf(error);
    const bool violation = sqlstate.starts_with("23");
    auto status = StatusOfSqlState(sqlstate, error.what(), violation ? ConstraintIn(error.what()) : "", name);
    usable_ = status.code() != absl::StatusCode::kUnavailable && connection_->is_open();
    return usable_ ? status : DatabaseUnavailable();
  } catch (const pqxx::failure& error) {
    // broken_connection, or the bare failure libpqxx 6 throws when libpq has no result to show: the link broke just as
    // a command was sent.
    usable_ = false;
    LogDatabaseAway(error.what());
    return DatabaseUnavailable();
  } catch (const std::exception& error) {
    usable_ = false;
    return absl::InternalError(fmt::format("query {}: {}", name, error.what()));
  }
}

absl::StatusOr<std::unique_ptr<PqxxSession>> PqxxSession::Connect(const std::string& connection) {
  std::unique_ptr<PqxxSession> session(new PqxxSession);
  LIANBAN_RETURN_IF_ERROR(session->Guard("connect", [&] {
    session->connection_ = std::make_unique<pqxx::connection>(connection);
    NeverReconnect(*session->connection_);
    session->link_ = std::make_unique<pqxx::nontransaction>(*session->connection_);
  }));
  return session;
}

absl::Status PqxxSession::Begin(std::string_view city_id, bool read_only) {
  if (city_id.find('\0') != std::string_view::npos) return Error("REQUEST_INVALID", {{"detail", "NUL"}});
  return Guard("begin", [&] {
    link_->exec(fmt::format("BEGIN{}; SELECT set_config('app.city', {}, true)", read_only ? " READ ONLY" : "",
                            connection_->quote(std::string(city_id))));
  });
}

absl::StatusOr<std::unique_ptr<Rows>> PqxxSession::Execute(const std::string& name, const std::string& sql,
                                                           const std::vector<Param>& params) {
  std::vector<const char*> values;
  for (const auto& param : params) {
    if (param && param->find('\0') != std::string::npos) return Error("REQUEST_INVALID", {{"detail", "NUL"}});
    values.push_back(param ? param->c_str() : nullptr);
  }
  std::unique_ptr<Rows> rows;
  LIANBAN_RETURN_IF_ERROR(Guard(name, [&] {
    if (!prepared_.contains(name)) {
      connection_->prepare(name, sql);
      prepared_.insert(name);
    }
    rows = std::make_unique<PqxxRows>(link_->exec_prepared(name, pqxx::prepare::make_dynamic_params(values)));
  }));
  return rows;
}

absl::Status PqxxSession::Commit() {
  return Guard("commit", [&] { link_->exec("COMMIT"); });
}

void PqxxSession::Rollback() {
  const auto status = Guard("rollback", [&] { link_->exec("ROLLBACK"); });
  if (!status.ok()) usable_ = false;
}

}  // namespace lianban::postgres

#include "services/lib/postgres/admin_connection.h"

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/libpq.h"
#include "services/lib/postgres/server_words.h"

namespace lianban::postgres {
namespace {

constexpr char kSettings[] =
    " connect_timeout=5 client_encoding=UTF8 options='-c TimeZone=UTC -c DateStyle=ISO "
    "-c client_min_messages=warning'";

// An operator reads these: the server's own words are what they need.
absl::Status Explained(absl::Status status, const PGresult* result) {
  if (status.ok()) return status;
  return absl::Status(status.code(), PQresultErrorMessage(result));
}

}  // namespace

struct AdminConnection::Link {
  Connection connection;
};

AdminConnection::AdminConnection(std::unique_ptr<Link> link) : link_(std::move(link)) {}
AdminConnection::~AdminConnection() = default;

absl::StatusOr<std::unique_ptr<AdminConnection>> AdminConnection::Connect(const std::string& connection) {
  auto link = std::make_unique<Link>();
  link->connection.reset(PQconnectdb((connection + kSettings).c_str()));
  if (PQstatus(link->connection.get()) != CONNECTION_OK) {
    return Error("DATABASE_CONNECTION_REFUSED", {{"why", OneLine(PQerrorMessage(link->connection.get()))}});
  }
  return std::unique_ptr<AdminConnection>(new AdminConnection(std::move(link)));
}

absl::Status AdminConnection::Execute(std::string_view sql) {
  const Result result(PQexec(link_->connection.get(), std::string(sql).c_str()));
  return Explained(StatusOf(result.get(), "statement"), result.get());
}

absl::StatusOr<std::unique_ptr<Rows>> AdminConnection::Query(std::string_view sql, const std::vector<Param>& params) {
  std::vector<const char*> values;
  for (const auto& param : params) values.push_back(param ? param->c_str() : nullptr);
  Result result(PQexecParams(link_->connection.get(), std::string(sql).c_str(), static_cast<int>(values.size()),
                             nullptr, values.data(), nullptr, nullptr, 0));
  LIANBAN_RETURN_IF_ERROR(Explained(StatusOf(result.get(), "query"), result.get()));
  return std::make_unique<LibpqRows>(std::move(result));
}

}  // namespace lianban::postgres

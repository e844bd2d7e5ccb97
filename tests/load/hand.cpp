#include "tests/load/hand.h"

#include <map>

#include "services/lib/errors/error.h"
#include "services/lib/postgres/database.h"

namespace lianban::load {
namespace sql {
const std::map<std::string_view, std::string_view>& EmbeddedFiles();
}

namespace {

absl::Status Failed(PGconn* link) { return Error("DEPLOYMENT_FAILED", {{"detail", PQerrorMessage(link)}}); }

PGresult* Send(PGconn* link, const char* name, const Parameters& parameters) {
  std::vector<const char*> values;
  for (const std::string& parameter : parameters) values.push_back(parameter.c_str());
  return PQexecPrepared(link, name, static_cast<int>(values.size()), values.data(), nullptr, nullptr, 0);
}

}  // namespace

const std::string& Text(std::string_view name) {
  static const postgres::Queries queries(sql::EmbeddedFiles());
  return queries.Get(name);
}

absl::StatusOr<Link> Connect(const std::string& connection) {
  Link link(PQconnectdb(connection.c_str()), &PQfinish);
  if (PQstatus(link.get()) != CONNECTION_OK) return Failed(link.get());
  return link;
}

absl::Status Check(PGconn* link, PGresult* result) {
  const auto status = PQresultStatus(result);
  PQclear(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ? absl::OkStatus() : Failed(link);
}

absl::Status Execute(PGconn* link, const char* name, const Parameters& parameters) {
  return Check(link, Send(link, name, parameters));
}

absl::StatusOr<std::string> Value(PGconn* link, const char* name, const Parameters& parameters) {
  PGresult* result = Send(link, name, parameters);
  std::string value;
  if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) > 0) value = PQgetvalue(result, 0, 0);
  LIANBAN_RETURN_IF_ERROR(Check(link, result));
  return value;
}

absl::Status Prepare(PGconn* link, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    LIANBAN_RETURN_IF_ERROR(Check(link, PQprepare(link, name, Text(name).c_str(), 0, nullptr)));
  }
  return absl::OkStatus();
}

}  // namespace lianban::load

#pragma once
// Owning types for libpq's handles, for the .cpp files of this folder only.

#include <libpq-fe.h>

#include <memory>

#include "absl/status/status.h"
#include "services/lib/postgres/database.h"
#include "services/lib/postgres/sql_status.h"

namespace lianban::postgres {

struct FreeResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
struct FreeConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Result = std::unique_ptr<PGresult, FreeResult>;
using Connection = std::unique_ptr<PGconn, FreeConnection>;

class LibpqRows : public Rows {
 public:
  explicit LibpqRows(Result result) : result_(std::move(result)) {}
  int size() const override { return PQntuples(result_.get()); }
  bool IsNull(int row, int column) const override { return PQgetisnull(result_.get(), row, column) == 1; }
  std::string_view Get(int row, int column) const override {
    return {PQgetvalue(result_.get(), row, column), static_cast<size_t>(PQgetlength(result_.get(), row, column))};
  }

 private:
  Result result_;
};

// OK for rows and finished commands.
inline absl::Status StatusOf(const PGresult* result, std::string_view query) {
  const auto kind = PQresultStatus(result);
  if (kind == PGRES_TUPLES_OK || kind == PGRES_COMMAND_OK || kind == PGRES_EMPTY_QUERY) return absl::OkStatus();
  const auto field = [&](int code) {
    const char* text = PQresultErrorField(result, code);
    return std::string_view(text ? text : "");
  };
  const std::string_view said = field(PG_DIAG_MESSAGE_PRIMARY);
  return StatusOfSqlState(field(PG_DIAG_SQLSTATE), said.empty() ? PQresultErrorMessage(result) : said,
                          field(PG_DIAG_CONSTRAINT_NAME), query);
}

}  // namespace lianban::postgres

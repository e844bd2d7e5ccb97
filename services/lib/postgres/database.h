#pragma once
// PostgreSQL behind one door. No pqxx:: or PG* type leaves this folder.
//
// Every transaction belongs to one city: RunTx sets app.city with SET LOCAL, and row-level security does the rest.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace lianban::postgres {

// A parameter in text format; nullopt is NULL. Arrays are written with TextArray & co.
using Param = std::optional<std::string>;

std::string TextArray(const std::vector<std::string>& values);  // {"a","b"}
std::string NullableTextArray(const std::vector<Param>& values);
std::string Bytes(std::string_view raw);       // \x…
std::string FromBytes(std::string_view text);  // the reverse
std::string Timestamp(int64_t unix_micros);    // ISO text with offset
int64_t FromTimestamp(std::string_view text);  // to unix micros (session runs in UTC, ISO)

class Rows {
 public:
  virtual ~Rows() = default;
  virtual int size() const = 0;
  virtual bool IsNull(int row, int column) const = 0;
  virtual std::string_view Get(int row, int column) const = 0;  // "" when NULL; alive as long as Rows
  int64_t GetInt(int row, int column) const;
  bool GetBool(int row, int column) const;
  std::string GetString(int row, int column) const { return std::string(Get(row, column)); }
};

// SQL lives in sql/queries/*.sql; each file holds named queries:  -- name: open_task
class Queries {
 public:
  explicit Queries(const std::map<std::string_view, std::string_view>& embedded_files);
  const std::string& Get(std::string_view name) const;  // aborts when the name does not exist

 private:
  std::map<std::string, std::string, std::less<>> queries_;
};

class Transaction {
 public:
  virtual ~Transaction() = default;
  // `name` is a query of the Queries the database was opened with; prepared once per connection.
  // Errors: UNAVAILABLE (connection), ABORTED (serialization, deadlock: RunTx repeats), ALREADY_EXISTS (unique
  // violation), FAILED_PRECONDITION (check, foreign key), INVALID_ARGUMENT (a value of the wrong form, a NUL byte),
  // DEADLINE_EXCEEDED (statement timeout), INTERNAL. After an error the transaction is lost: RunTx rolls back even when
  // the body returns OK.
  virtual absl::StatusOr<std::unique_ptr<Rows>> Query(std::string_view name, const std::vector<Param>& params) = 0;
};

struct DatabaseOptions {
  std::string connection;  // libpq string
  std::string role;        // "lianban_casework"
  int connections = 4;
  int statement_timeout_ms = 5000;
  // Plans each prepared statement once, by index and nested loop whatever the tables hold at that moment. For statements
  // that take arrays of keys: PostgreSQL would otherwise plan them anew at every execution, which costs more than
  // executing them.
  bool generic_plans = false;
};

class Database {
 public:
  virtual ~Database() = default;
  // Runs `body` in a transaction of `city_id`, committing when it returns OK. Repeats with jitter when the database
  // aborts it and, up to ~15 s, while the database cannot be reached; `body` must be re-runnable, also after a commit
  // whose answer was lost (look for the request_id first). Never nested. RESOURCE_EXHAUSTED when no connection is free.
  virtual absl::Status RunTx(std::string_view city_id, const std::function<absl::Status(Transaction&)>& body) = 0;
  // The same for reading; writing is refused by the database.
  virtual absl::Status RunReadTx(std::string_view city_id, const std::function<absl::Status(Transaction&)>& body) = 0;
  // One statement, read only.
  absl::StatusOr<std::unique_ptr<Rows>> Read(std::string_view city_id, std::string_view name,
                                             const std::vector<Param>& params);
};

// Name of the constraint behind ALREADY_EXISTS or FAILED_PRECONDITION; "" when there is none.
std::string ViolatedConstraint(const absl::Status& status);

// Does not connect yet; the first use does.
// `queries` is copied.
std::unique_ptr<Database> OpenDatabase(const DatabaseOptions& options, const Queries& queries);

}  // namespace lianban::postgres

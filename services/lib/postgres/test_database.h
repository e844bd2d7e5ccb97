#pragma once
// A fresh database for one _pgtest program, inside the throw-away cluster that LIANBAN_TEST_PG names (a libpq
// connection string of a superuser). Dropped when the object goes. Every fault aborts: a test has nothing to fall back
// on.
//
//   TestDatabase database({{"casework", casework::sql::EmbeddedFiles()}});
//   auto db = OpenDatabase(database.Options("casework"), Queries(casework::sql::EmbeddedFiles()));

#include <map>
#include <string>
#include <string_view>

#include "services/lib/postgres/database.h"

namespace lianban::postgres {

class TestDatabase {
 public:
  using Files = std::map<std::string_view, std::string_view>;

  // service -> its embedded sql/ files, migrated in this order.
  explicit TestDatabase(const std::map<std::string, Files>& services);
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  // Without user, as Config::database wants it.
  const std::string& connection() const { return connection_; }
  std::string superuser() const;
  std::string owner() const;
  DatabaseOptions Options(std::string_view service) const;

  // Ends every connection to this database, as a restart of the server does.
  void Disconnect();
  // Refuses connections until Reopen().
  void Close();
  void Reopen();

 private:
  std::string server_, superuser_, name_, connection_;
};

}  // namespace lianban::postgres

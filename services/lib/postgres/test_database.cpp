#include "services/lib/postgres/test_database.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>

#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "fmt/format.h"
#include "services/lib/check/check.h"
#include "services/lib/postgres/admin_connection.h"
#include "services/lib/postgres/bootstrap.h"
#include "services/lib/postgres/connection_string.h"
#include "services/lib/postgres/migrate.h"

namespace lianban::postgres {
namespace {

void MustRun(const std::string& connection, const std::string& sql) {
  auto link = AdminConnection::Connect(connection);
  LIANBAN_CHECK(link.ok(), "test server: {}", link.status().ToString());
  const auto status = (*link)->Execute(sql);
  LIANBAN_CHECK(status.ok(), "{}: {}", sql, status.ToString());
}

}  // namespace

TestDatabase::TestDatabase(const std::map<std::string, Files>& services) {
  const char* server = std::getenv("LIANBAN_TEST_PG");
  LIANBAN_CHECK(server && *server,
                "LIANBAN_TEST_PG is not set; run scripts/test, which starts a throw-away PostgreSQL");
  server_ = server;
  static std::atomic<int> count = 0;
  name_ = fmt::format("lianban_test_{}_{}_{}", getpid(), absl::ToUnixMicros(absl::Now()), count++);
  const std::vector<std::string> words = absl::StrSplit(server_, ' ', absl::SkipEmpty());
  for (const auto& word : words) {
    (word.starts_with("user=") ? superuser_ : connection_) += fmt::format("{} ", word);
  }
  connection_ = WithDatabase(connection_, name_);
  MustRun(server_, fmt::format("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name_));
  const auto bootstrapped = Bootstrap(superuser());
  LIANBAN_CHECK(bootstrapped.ok(), "bootstrap: {}", bootstrapped.ToString());
  for (const auto& [service, files] : services) {
    const auto migrated = Migrate(owner(), service, files);
    LIANBAN_CHECK(migrated.ok(), "migrate {}: {}", service, migrated.status().ToString());
  }
}

TestDatabase::~TestDatabase() { MustRun(server_, fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", name_)); }

std::string TestDatabase::superuser() const { return connection_ + " " + superuser_; }
std::string TestDatabase::owner() const { return WithUser(connection_, "lianban_owner"); }

DatabaseOptions TestDatabase::Options(std::string_view service) const {
  return {.connection = connection_, .role = fmt::format("lianban_{}", service)};
}

void TestDatabase::Disconnect() {
  MustRun(server_, fmt::format("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'", name_));
}

void TestDatabase::Close() {
  MustRun(server_, fmt::format("ALTER DATABASE {} ALLOW_CONNECTIONS false", name_));
  Disconnect();
}

void TestDatabase::Reopen() { MustRun(server_, fmt::format("ALTER DATABASE {} ALLOW_CONNECTIONS true", name_)); }

}  // namespace lianban::postgres

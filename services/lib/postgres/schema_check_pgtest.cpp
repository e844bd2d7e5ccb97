// Each way a database can be the wrong one, told before anything is served.

#include "services/lib/postgres/schema_check.h"

#include "gmock/gmock.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/admin_connection.h"
#include "services/lib/postgres/bootstrap.h"
#include "services/lib/postgres/connection_string.h"
#include "services/lib/postgres/migrate.h"
#include "services/lib/postgres/test_database.h"

namespace lianban::postgres {
namespace {

using Files = TestDatabase::Files;
using testing::HasSubstr;

const Files kOne = {{"sql/migrations/0001_note.sql", "-- migrate:up\nCREATE TABLE catalog.note (city_id text);"}};
const Files kTwo = {{"sql/migrations/0001_note.sql", "-- migrate:up\nCREATE TABLE catalog.note (city_id text);"},
                    {"sql/migrations/0002_more.sql", "-- migrate:up\nCREATE TABLE catalog.more (city_id text);"}};

class SchemaCheck : public testing::Test {
 protected:
  std::string Reason(const Files& files = kOne) { return ReasonOf(CheckSchema(database_.connection(), "catalog", files)); }
  void AsSuperuser(const std::string& sql) {
    const absl::Status done = (*AdminConnection::Connect(database_.superuser()))->Execute(sql);
    ASSERT_TRUE(done.ok()) << done;
  }
  TestDatabase database_{{{"catalog", kOne}}};
};

TEST_F(SchemaCheck, PassesTheDatabaseTheServiceWasMadeFor) { EXPECT_EQ(Reason(), ""); }

TEST_F(SchemaCheck, WhoDoesNotAnswerIsWaitedForAndWhoRefusesIsNot) {
  EXPECT_EQ(ReasonOf(CheckSchema("host=/nonexistent dbname=lianban", "catalog", kOne)), "DATABASE_UNAVAILABLE");
  const absl::Status refused = CheckSchema(WithDatabase(database_.connection(), "lianban_no_such"), "catalog", kOne);
  EXPECT_EQ(ReasonOf(refused), "DATABASE_CONNECTION_REFUSED");
  EXPECT_THAT(DetailOf(refused)->metadata.at("why"), HasSubstr("lianban_no_such"));
}

TEST_F(SchemaCheck, AnOlderSchemaAsksForItsMigrationAndANewerOneForANewerProgram) {
  EXPECT_EQ(Reason(kTwo), "SCHEMA_OLDER");
  ASSERT_TRUE(Migrate(database_.owner(), "catalog", kTwo).ok());
  EXPECT_EQ(Reason(kTwo), "");
  EXPECT_EQ(Reason(kOne), "SCHEMA_NEWER");
  EXPECT_EQ(ReasonOf(Migrate(database_.owner(), "catalog", kOne).status()), "SCHEMA_NEWER");
}

TEST_F(SchemaCheck, LostRightsAreGivenBackByTheRemedy) {
  AsSuperuser("REVOKE USAGE ON SCHEMA catalog FROM lianban_catalog");
  EXPECT_EQ(Reason(), "DATABASE_RIGHTS_MISSING");
  ASSERT_TRUE(Bootstrap(database_.superuser()).ok());
  EXPECT_EQ(Reason(), "");
  AsSuperuser("REVOKE ALL ON catalog.schema_migrations FROM lianban_catalog");
  EXPECT_EQ(Reason(), "DATABASE_RIGHTS_MISSING");
  ASSERT_TRUE(Migrate(database_.owner(), "catalog", kOne).ok());
  EXPECT_EQ(Reason(), "");
}

TEST_F(SchemaCheck, ADatabaseOfSomebodyElseIsNotPrepared) {
  AsSuperuser("DROP SCHEMA catalog CASCADE");
  EXPECT_EQ(Reason(), "DATABASE_NOT_PREPARED");
}

TEST_F(SchemaCheck, OnlyASuperuserMakesRolesAndSchemas) {
  EXPECT_EQ(ReasonOf(Bootstrap(database_.owner())), "DATABASE_NOT_MADE");
}

}  // namespace
}  // namespace lianban::postgres

#include "services/lib/postgres/sql_status.h"

#include "gmock/gmock.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/server_words.h"

namespace lianban::postgres {
namespace {

TEST(SqlStatus, AFullDiskIsSaidWithoutItsPaths) {
  const absl::Status full =
      StatusOfSqlState("53100", "could not extend file \"base/16384/2619\": No space left on device", "", "add_task");
  EXPECT_EQ(ReasonOf(full), "DATABASE_FULL");
  EXPECT_TRUE(absl::IsResourceExhausted(full));  // trying again for a while, as for a lost connection, would not help
  EXPECT_THAT(Localized(full, "zh-CN"), testing::Not(testing::HasSubstr("base/")));
}

TEST(SqlStatus, AnErrorThatNoServerHasSentIsABrokenLink) {
  EXPECT_EQ(ReasonOf(StatusOfSqlState("", "server closed the connection unexpectedly", "", "begin")), "DATABASE_UNAVAILABLE");
}

TEST(ServerWords, AreOneLineWithoutOurOwnSql) {
  EXPECT_EQ(OneLine("ERROR:  relation \"x\" does not exist\nLINE 1: SELECT\n\t^\n"),
            "relation \"x\" does not exist LINE 1: SELECT ^");
  EXPECT_EQ(OneLine("ERROR:  permission denied\nCONTEXT:  SQL statement \"CREATE ROLE x\"\n"), "permission denied");
  EXPECT_EQ(OneLine("connection failed: FATAL:  no\n"), "connection failed: FATAL: no");
}

}  // namespace
}  // namespace lianban::postgres

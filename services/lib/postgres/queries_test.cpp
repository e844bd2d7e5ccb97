#include "gtest/gtest.h"
#include "services/lib/postgres/database.h"

namespace lianban::postgres {
namespace {

TEST(Queries, AreFoundByNameInEveryFile) {
  const Queries queries(
      {{"sql/queries/a.sql", "-- about a\n-- name: one\nSELECT 1;\n\n-- name: two\n-- why\nSELECT 2\n"},
       {"sql/queries/b.sql", "-- name: three\nSELECT 3;"},
       {"sql/migrations/0001_x.sql", "-- name: none\nCREATE"}});
  EXPECT_EQ(queries.Get("one"), "SELECT 1");
  EXPECT_EQ(queries.Get("two"), "-- why\nSELECT 2");
  EXPECT_EQ(queries.Get("three"), "SELECT 3");
  EXPECT_DEATH(queries.Get("none"), "no query is named \"none\"");
}

TEST(Queries, DoNotShareAName) {
  EXPECT_DEATH(Queries({{"queries/a.sql", "-- name: x\nSELECT 1"}, {"queries/b.sql", "-- name: x\nSELECT 1"}}),
               "two queries are named");
}

TEST(Timestamp, SurvivesTheWayToTheDatabaseAndBack) {
  EXPECT_EQ(Timestamp(0), "1970-01-01 00:00:00.000000+00");
  for (const int64_t micros :
       {int64_t{0}, int64_t{-1}, int64_t{1'767'225'599'999'999}, int64_t{253'402'300'799'999'999}}) {
    EXPECT_EQ(FromTimestamp(Timestamp(micros)), micros);
  }
  EXPECT_EQ(FromTimestamp("2026-01-01 00:00:00+00"), 1'767'225'600'000'000);
}

TEST(Arrays, QuoteEveryValue) {
  EXPECT_EQ(TextArray({}), "{}");
  EXPECT_EQ(TextArray({"a\"b", "c\\d", "NULL"}), R"({"a\"b","c\\d","NULL"})");
  EXPECT_EQ(NullableTextArray({"", std::nullopt}), R"({"",NULL})");
}

}  // namespace
}  // namespace lianban::postgres

#include "services/casework/command/queries_of_one.h"

#include "gtest/gtest.h"

namespace lianban::casework {
namespace {

TEST(QueriesOfOne, TakeValuesWhereABatchTakesArrays) {
  EXPECT_EQ(QueriesOfOne("-- name: put_notes\n"
                         "INSERT INTO note SELECT $1, n.* FROM unnest($2::uuid[], $3::text[],\n  $4::bytea[]) AS n"),
            "-- name: put_notes of one\n"
            "INSERT INTO note SELECT $1, n.* FROM (VALUES ($2::uuid, $3::text,\n  $4::bytea)) AS n");
}

TEST(QueriesOfOne, CountOneRow) {
  EXPECT_EQ(QueriesOfOne("SELECT must(written, cardinality($2::uuid[]))"), "SELECT must(written, 1)");
}

TEST(QueriesOfOne, NumberTheirRowAsTheFirst) {
  EXPECT_EQ(QueriesOfOne("FROM unnest($2::uuid[])\n  WITH ORDINALITY AS n(case_id, place)"),
            "FROM (VALUES ($2::uuid, 1::bigint)) AS n(case_id, place)");
}

TEST(QueriesOfOne, LeaveArraysInsideARowAlone) {
  EXPECT_EQ(QueriesOfOne("SET units = n.units::text[] FROM unnest($2::text[]) AS n(units)"),
            "SET units = n.units::text[] FROM (VALUES ($2::text)) AS n(units)");
}

}  // namespace
}  // namespace lianban::casework

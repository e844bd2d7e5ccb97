#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/admin_connection.h"
#include "services/lib/postgres/bootstrap.h"
#include "services/lib/postgres/database.h"
#include "services/lib/postgres/migrate.h"
#include "services/lib/postgres/pipeline.h"
#include "services/lib/postgres/rls_check.h"
#include "services/lib/postgres/test_database.h"

namespace lianban::postgres {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kMigration[] = R"sql(-- migrate:up
CREATE TABLE catalog.note (
  city_id text NOT NULL,
  id text NOT NULL,
  body text CHECK (length(body) < 20),
  PRIMARY KEY (city_id, id)
);
ALTER TABLE catalog.note ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.note FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.note USING (city_id = platform.city());
CREATE TABLE catalog.slip (
  city_id text NOT NULL,
  id text NOT NULL,
  CONSTRAINT slip_once UNIQUE (city_id, id) DEFERRABLE INITIALLY DEFERRED
);
ALTER TABLE catalog.slip ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog.slip FORCE ROW LEVEL SECURITY;
CREATE POLICY city ON catalog.slip USING (city_id = platform.city());
-- migrate:down
DROP TABLE catalog.slip;
DROP TABLE catalog.note;
)sql";

constexpr char kQueries[] = R"sql(
-- name: add_note
INSERT INTO catalog.note (city_id, id, body) VALUES ($1, $2, $3);
-- name: all_notes
SELECT city_id, id, body FROM catalog.note ORDER BY city_id, id;
-- name: count_notes
SELECT count(*) FROM catalog.note WHERE city_id = $1
-- name: add_slip
INSERT INTO catalog.slip (city_id, id) VALUES ($1, $2);
-- name: lock_note
SELECT body FROM catalog.note WHERE city_id = $1 AND id = $2 FOR UPDATE
-- name: echo
SELECT $1::text[], $2::bytea, $3::timestamptz, $4::text, $5::text IS NULL
-- name: sleep
SELECT pg_sleep(5)
-- name: uuid
SELECT $1::uuid
-- name: wipe
TRUNCATE catalog.note
-- name: unprotect
SET LOCAL row_security = off
)sql";

const TestDatabase::Files kFiles = {{"sql/migrations/0001_note.sql", kMigration}, {"sql/queries/note.sql", kQueries}};

class Postgres : public testing::Test {
 protected:
  absl::Status Add(std::string_view city, std::string_view id, Param body = "text", std::string_view row_city = "") {
    return db_->RunTx(city, [&](Transaction& tx) {
      return tx.Query("add_note", {std::string(row_city.empty() ? city : row_city), std::string(id), body}).status();
    });
  }
  int64_t Count(std::string_view city) {
    return db_->Read(city, "count_notes", {std::string(city)}).value()->GetInt(0, 0);
  }

  TestDatabase database_{{{"catalog", kFiles}}};
  std::unique_ptr<Database> db_ = OpenDatabase(database_.Options("catalog"), Queries(kFiles));
  std::unique_ptr<PipelineConnection> pipeline_ = OpenPipeline(database_.Options("catalog"), Queries(kFiles));
};

TEST_F(Postgres, ShowsEachCityItsOwnRowsOnly) {
  ASSERT_TRUE(Add("330600", "a").ok());
  ASSERT_TRUE(Add("330100", "a").ok());
  const auto rows = db_->Read("330600", "all_notes", {}).value();
  ASSERT_EQ(rows->size(), 1);
  EXPECT_EQ(rows->Get(0, 0), "330600");
  EXPECT_EQ(Add("330600", "b", "text", "330100").code(), absl::StatusCode::kInternal);  // a row for another city
}

TEST_F(Postgres, ClosesItsConnectionsWhenItGoes) {
  const auto watcher = AdminConnection::Connect(database_.superuser()).value();
  const auto sessions = [&] {
    return watcher->Query("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()").value()->GetInt(0, 0);
  };
  ASSERT_TRUE(Add("330600", "a").ok());
  pipeline_.reset();
  db_.reset();
  for (int i = 0; i < 200 && sessions() > 1; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(sessions(), 1) << "the watcher's own";
}

TEST_F(Postgres, RefusesToWorkWithoutCity) {
  ASSERT_TRUE(Add("330600", "a").ok());
  EXPECT_FALSE(db_->Read("", "all_notes", {}).ok());
  EXPECT_FALSE(pipeline_->RunTx("", {{"all_notes", {}}}).ok());
}

TEST_F(Postgres, DoesNotLetTheServiceAroundRowSecurity) {
  ASSERT_TRUE(Add("330600", "a").ok());
  for (const char* query : {"wipe", "unprotect"}) {
    auto status = db_->RunTx("330100", [&](Transaction& tx) -> absl::Status {
      LIANBAN_RETURN_IF_ERROR(tx.Query(query, {}).status());
      return tx.Query("all_notes", {}).status();
    });
    EXPECT_EQ(status.code(), absl::StatusCode::kInternal) << query;
  }
}

TEST_F(Postgres, CarriesValuesUnchanged) {
  const std::string raw("\0\x01\xff\"\\", 5);
  const std::vector<std::string> words = {"a", "有,逗号", "\"quoted\" \\ {}", ""};
  const int64_t time = 1'767'225'599'123'456;
  const auto rows =
      db_->Read("330600", "echo", {TextArray(words), Bytes(raw), Timestamp(time), "", std::nullopt}).value();
  EXPECT_EQ(rows->Get(0, 0), R"({a,"有,逗号","\"quoted\" \\ {}",""})");
  EXPECT_EQ(FromBytes(rows->Get(0, 1)), raw);
  EXPECT_EQ(FromTimestamp(rows->Get(0, 2)), time);
  EXPECT_FALSE(rows->IsNull(0, 3));
  EXPECT_TRUE(rows->GetBool(0, 4));
  EXPECT_EQ(Add("330600", "a", std::string("\0", 1)).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(pipeline_->RunTx("330600", {{"uuid", {std::string("\0", 1)}}}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(Postgres, NamesTheViolatedConstraint) {
  ASSERT_TRUE(Add("330600", "a").ok());
  const auto twice = Add("330600", "a");
  EXPECT_EQ(twice.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ViolatedConstraint(twice), "note_pkey");
  const auto check = Add("330600", "b", "longer than twenty characters");
  EXPECT_EQ(check.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ViolatedConstraint(check), "note_body_check");
  const auto form = db_->Read("330600", "uuid", {"no uuid"}).status();
  EXPECT_EQ(form.code(), absl::StatusCode::kInvalidArgument);
  const auto same = pipeline_->RunTx("330600", {{"add_note", {"330600", "a", "x"}}}).status();
  EXPECT_EQ(same.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ViolatedConstraint(same), "note_pkey");
}

TEST_F(Postgres, RollsBackWhenTheBodyFailsOrHidesAnError) {
  EXPECT_EQ(db_->RunTx("330600",
                       [&](Transaction& tx) -> absl::Status {
                         EXPECT_TRUE(tx.Query("add_note", {"330600", "a", "x"}).ok());
                         return absl::NotFoundError("no");
                       })
                .code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(db_->RunTx("330600",
                       [&](Transaction& tx) -> absl::Status {
                         EXPECT_TRUE(tx.Query("add_note", {"330600", "a", "x"}).ok());
                         EXPECT_FALSE(tx.Query("add_note", {"330600", "a", "x"}).ok());
                         return absl::OkStatus();
                       })
                .code(),
            absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Count("330600"), 0);
}

TEST_F(Postgres, DoesNotWriteInAReadTransaction) {
  EXPECT_FALSE(db_->Read("330600", "add_note", {"330600", "a", "x"}).ok());
  EXPECT_EQ(Count("330600"), 0);
}

TEST_F(Postgres, EndsAStatementThatRunsTooLong) {
  auto options = database_.Options("catalog");
  options.statement_timeout_ms = 50;
  const auto impatient = OpenDatabase(options, Queries(kFiles));
  EXPECT_EQ(ReasonOf(impatient->Read("330600", "sleep", {}).status()), "DATABASE_TIMEOUT");
}

// Two transactions take two locks in opposite order: the database ends one, RunTx repeats it, both succeed.
TEST_F(Postgres, RepeatsAfterADeadlock) {
  ASSERT_TRUE(Add("330600", "a").ok());
  ASSERT_TRUE(Add("330600", "b").ok());
  std::atomic<int> attempts = 0, holding = 0;
  const auto lock_both = [&](std::string first, std::string second) {
    const auto status = db_->RunTx("330600", [&, first, second](Transaction& tx) -> absl::Status {
      const bool first_try = ++attempts <= 2;
      LIANBAN_RETURN_IF_ERROR(tx.Query("lock_note", {"330600", first}).status());
      ++holding;
      while (first_try && holding < 2) std::this_thread::yield();
      return tx.Query("lock_note", {"330600", second}).status();
    });
    EXPECT_TRUE(status.ok()) << status;
  };
  std::thread other(lock_both, "b", "a");
  lock_both("a", "b");
  other.join();
  EXPECT_GE(attempts, 3);
}

TEST_F(Postgres, RidesOutALostConnection) {
  ASSERT_TRUE(Add("330600", "a").ok());
  database_.Disconnect();
  EXPECT_TRUE(Add("330600", "b").ok());
  database_.Close();
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    database_.Reopen();
  });
  EXPECT_TRUE(Add("330600", "c").ok());
  later.join();
  EXPECT_EQ(Count("330600"), 3);
}

TEST_F(Postgres, DoesNotRepeatAnErrorOfTheBody) {
  int runs = 0;
  EXPECT_TRUE(
      absl::IsAborted(db_->RunTx("330600", [&](Transaction&) { return ++runs, absl::AbortedError("revision"); })));
  EXPECT_EQ(runs, 1);
}

TEST_F(Postgres, PipelineReturnsResultsInOrderAndCommits) {
  const auto results = pipeline_
                           ->RunTx("330600", {{"add_note", {"330600", "a", "x"}},
                                              {"count_notes", {"330600"}},
                                              {"add_note", {"330600", "b", std::nullopt}},
                                              {"all_notes", {}}})
                           .value();
  ASSERT_EQ(results.size(), 4u);
  EXPECT_EQ(results[1]->GetInt(0, 0), 1);
  ASSERT_EQ(results[3]->size(), 2);
  EXPECT_TRUE(results[3]->IsNull(1, 2));
  EXPECT_EQ(Count("330600"), 2);
}

TEST_F(Postgres, PipelineIsAllOrNothingAndGoesOn) {
  EXPECT_TRUE(absl::IsAlreadyExists(pipeline_
                                        ->RunTx("330600", {{"add_note", {"330600", "a", "x"}},
                                                           {"add_note", {"330600", "a", "x"}},
                                                           {"add_note", {"330600", "b", "x"}}})
                                        .status()));
  EXPECT_EQ(Count("330600"), 0);
  EXPECT_TRUE(pipeline_->RunTx("330600", {{"add_note", {"330600", "a", "x"}}}).ok());
  EXPECT_EQ(Count("330600"), 1);
}

TEST_F(Postgres, PipelineTellsOfACommitThatFailsAndGoesOn) {
  EXPECT_TRUE(absl::IsAlreadyExists(pipeline_
                                        ->RunTx("330600", {{"add_note", {"330600", "a", "x"}},
                                                           {"add_slip", {"330600", "one"}},
                                                           {"add_slip", {"330600", "one"}}})
                                        .status()));
  EXPECT_EQ(Count("330600"), 0);
  EXPECT_TRUE(pipeline_->RunTx("330600", {{"add_note", {"330600", "a", "x"}}}).ok());
  EXPECT_EQ(Count("330600"), 1);
}

TEST_F(Postgres, PipelineForgetsTheCityAfterEachTransaction) {
  ASSERT_TRUE(pipeline_->RunTx("330600", {{"add_note", {"330600", "a", "x"}}}).ok());
  EXPECT_EQ((*pipeline_->RunTx("330700", {{"all_notes", {}}}).value()[0]).size(), 0);
}

TEST_F(Postgres, PipelineWorksWhileItsCallerDoesSomethingElse) {
  ASSERT_TRUE(pipeline_->Send("330600", {{"add_note", {"330600", "a", "x"}}, {"count_notes", {"330600"}}}).ok());
  while (Count("330600") == 0) {  // committed before anybody asked for the result
  }
  EXPECT_EQ(pipeline_->Receive().value()[1]->GetInt(0, 0), 1);
}

TEST_F(Postgres, PipelineSendsMoreThanTheSocketHolds) {
  std::vector<Statement> statements;
  const std::string big(200'000, 'x');
  for (int i = 0; i < 100; ++i) statements.push_back({"echo", {"{}", Bytes(big), Timestamp(0), big, std::nullopt}});
  const auto results = pipeline_->RunTx("330600", statements).value();
  ASSERT_EQ(results.size(), 100u);
  EXPECT_EQ(results[99]->Get(0, 3), big);
}

TEST_F(Postgres, PipelineReconnectsOnTheNextCall) {
  ASSERT_TRUE(pipeline_->RunTx("330600", {{"add_note", {"330600", "a", "x"}}}).ok());
  database_.Disconnect();
  EXPECT_TRUE(absl::IsUnavailable(pipeline_->RunTx("330600", {{"add_note", {"330600", "b", "x"}}}).status()));
  EXPECT_TRUE(pipeline_->RunTx("330600", {{"add_note", {"330600", "c", "x"}}}).ok());
  EXPECT_EQ(Count("330600"), 2);
}

TEST_F(Postgres, MigratesOnceAndRefusesAChangedMigration) {
  const auto again = Migrate(database_.owner(), "catalog", kFiles).value();
  EXPECT_EQ(again.applied, 0);
  EXPECT_EQ(again.already, 1);
  auto changed = kFiles;
  changed["sql/migrations/0001_note.sql"] = "-- migrate:up\nSELECT 1;";
  EXPECT_EQ(ReasonOf(Migrate(database_.owner(), "catalog", changed).status()), "MIGRATION_CHANGED");
}

TEST_F(Postgres, AFailingMigrationLeavesTheSchemaAsItWas) {
  auto files = kFiles;
  files["sql/migrations/0002_more.sql"] = "-- migrate:up\nCREATE TABLE catalog.more (city_id text); SELECT nonsense;";
  EXPECT_THAT(std::string(Migrate(database_.owner(), "catalog", files).status().message()), HasSubstr("nonsense"));
  files["sql/migrations/0002_more.sql"] = "-- migrate:up\nCREATE TABLE catalog.more (city_id text);";
  EXPECT_EQ(Migrate(database_.owner(), "catalog", files).value().applied, 1);
}

TEST_F(Postgres, TwoMigrationsAtOnceApplyEachFileOnce) {
  auto files = kFiles;
  files["sql/migrations/0002_more.sql"] =
      "-- migrate:up\nCREATE TABLE catalog.more (city_id text); SELECT pg_sleep(0.2);";
  std::atomic<int> applied = 0;
  const auto run = [&] { applied += Migrate(database_.owner(), "catalog", files).value().applied; };
  std::thread other(run);
  run();
  other.join();
  EXPECT_EQ(applied, 1);
}

TEST_F(Postgres, BootstrapMayRunAgain) { EXPECT_TRUE(Bootstrap(database_.superuser()).ok()); }

TEST_F(Postgres, RlsCheckFindsEachHole) {
  EXPECT_THAT(FindRlsFaults(database_.superuser(), "catalog").value(), IsEmpty());
  const auto owner = AdminConnection::Connect(database_.superuser()).value();
  const std::pair<const char*, const char*> holes[] = {
      {"ALTER TABLE catalog.note DISABLE ROW LEVEL SECURITY", "note: row-level security is not enabled"},
      {"ALTER TABLE catalog.note NO FORCE ROW LEVEL SECURITY", "note: row-level security is not forced"},
      {"CREATE POLICY open ON catalog.note USING (true)", "note: policy open opens other cities"},
      {"GRANT TRUNCATE ON catalog.note TO lianban_catalog", "note: the service may TRUNCATE"},
      {"CREATE UNIQUE INDEX body ON catalog.note (body)",
       "note: unique index catalog.body does not start with city_id"},
      {"CREATE VIEW catalog.v AS SELECT 1", "v: a view that does not run with the rights of the caller"},
      {"GRANT USAGE ON SCHEMA catalog TO lianban_intake", "role lianban_intake may use the schema catalog"},
      {"DROP POLICY city ON catalog.note", "note: no policy city_id = platform.city() for all commands"}};
  for (const auto& [hole, sentence] : holes) {
    ASSERT_TRUE(owner->Execute(hole).ok()) << hole;
    EXPECT_THAT(FindRlsFaults(database_.superuser(), "catalog").value(), Contains(sentence));
  }
}

}  // namespace
}  // namespace lianban::postgres

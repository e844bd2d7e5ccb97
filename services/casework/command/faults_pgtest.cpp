// Faults: the database away for seconds, two replicas on one case, rows changed behind the service's back.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <thread>

#include "absl/time/clock.h"
#include "services/casework/audit/verify_log.h"
#include "services/casework/log/checkpoint_notes.h"
#include "services/casework/sql_files.h"
#include "services/casework/test_city.h"
#include "services/lib/check/check.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/admin_connection.h"

namespace lianban::casework {
namespace {

class Faults : public ::testing::Test {
 protected:
  Caller At(TestServer& server, const std::string& user = "u1") {
    return Caller(server, city_, city_.Person(user, {"jd-1/handler", "sf-1/auditor"}));
  }

  // As the offline check reads it.
  audit::LogReport Verify(const std::vector<std::string>& extra_notes = {}) {
    const auto database =
        postgres::OpenDatabase(city_.database().Options("casework"), postgres::Queries(sql::EmbeddedFiles()));
    const std::string city = kCity;
    std::vector<std::string> notes = extra_notes;
    const auto stored = database->Read(city, "checkpoints_after", {city, "0"});
    LIANBAN_CHECK(stored.ok(), "checkpoints");
    for (int row = 0; row < (*stored)->size(); ++row) notes.push_back((*stored)->GetString(row, 0));
    audit::LogVerifier verifier(city, crypto::SigningKeyFromSeed(city_.keys().audit_seed).public_key, notes);
    const auto rows = database->Read(city, "export_records", {city, "0", "100000"});
    LIANBAN_CHECK(rows.ok(), "events");
    for (int i = 0; i < (*rows)->size(); ++i) {
      const postgres::Rows& r = **rows;
      audit::StoredEvent event{r.GetInt(i, 0),
                               {city, r.GetString(i, 1), r.GetInt(i, 2), postgres::FromTimestamp(r.Get(i, 3)),
                                postgres::FromTimestamp(r.Get(i, 4)), r.GetString(i, 5), r.GetString(i, 6),
                                r.GetString(i, 7), r.GetString(i, 8), r.GetString(i, 9),
                                static_cast<int32_t>(r.GetInt(i, 10)), r.GetString(i, 11)},
                               std::nullopt,
                               postgres::FromBytes(r.Get(i, 13))};
      if (!r.IsNull(i, 12)) event.salt = postgres::FromBytes(r.Get(i, 12));
      verifier.Add(event);
    }
    return verifier.Finish();
  }

  void AsSuperuser(const std::string& sql) {
    auto connection = postgres::AdminConnection::Connect(city_.database().superuser());
    ASSERT_TRUE(connection.ok()) << connection.status();
    const absl::Status status = (*connection)->Execute(sql);
    ASSERT_TRUE(status.ok()) << status;
  }

  TestCity city_;
};

TEST_F(Faults, ADatabaseThatIsAwayForSecondsIsRiddenOut) {
  TestServer server(city_);
  constexpr int kClients = 12;
  std::atomic<bool> stop = false;
  std::atomic<int> failed = 0, done = 0;
  std::vector<std::thread> clients;
  std::vector<std::map<std::string, int64_t>> acknowledged(kClients);
  for (int c = 0; c < kClients; ++c) {
    clients.emplace_back([&, c] {
      const Caller caller = At(server);
      auto at = caller.Start("single");
      while (!stop && at.ok()) {
        acknowledged[c][at->case_id()] = at->revision();
        ++done;
        at = caller.Complete(*at, "again");
      }
      if (!at.ok()) {
        ++failed;
        ADD_FAILURE() << at.status();
      }
    });
  }
  absl::SleepFor(absl::Milliseconds(500));
  for (int i = 0; i < 5; ++i) {  // dropped connections leave commits in doubt
    city_.database().Disconnect();
    absl::SleepFor(absl::Milliseconds(150));
  }
  city_.database().Close();
  city_.database().Disconnect();
  const int before = done;
  absl::SleepFor(absl::Seconds(5));
  city_.database().Reopen();
  absl::SleepFor(absl::Seconds(2));
  stop = true;
  for (auto& client : clients) client.join();
  EXPECT_EQ(failed, 0);
  EXPECT_GT(done, before + kClients);
  const Caller caller = At(server);
  for (const auto& cases : acknowledged) {
    for (const auto& [case_id, revision] : cases) {
      const auto seen = caller.Get(case_id);
      ASSERT_TRUE(seen.ok()) << seen.status();
      EXPECT_GE(seen->revision(), revision);      // nothing that was acknowledged is lost
      EXPECT_LE(seen->revision(), revision + 1);  // and nothing was done twice
    }
  }
  EXPECT_TRUE(Verify().ok());
}

TEST_F(Faults, TwoReplicasServeOneCase) {
  city_.config().executors = 2;
  TestServer left(city_), right(city_);
  const auto at = At(left).Start("single");
  ASSERT_TRUE(at.ok()) << at.status();
  // Both sides answer whatever task is open; each is answered exactly once.
  std::atomic<int> answered = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      const Caller caller = At(t % 2 == 0 ? left : right);
      for (int i = 0; i < 30; ++i) {
        const auto seen = caller.Get(at->case_id());
        ASSERT_TRUE(seen.ok()) << seen.status();
        const auto next = caller.Complete(at->case_id(), seen->open_tasks(0).task_no(), "again");
        if (next.ok()) {
          ++answered;
          continue;
        }
        ASSERT_THAT(ReasonOf(next.status()), ::testing::AnyOf("TASK_NOT_OPEN", "CASE_BUSY")) << next.status();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  const auto seen = At(right).Get(at->case_id());
  EXPECT_EQ(seen->revision(), 1 + answered);
  EXPECT_EQ(seen->open_tasks_size(), 1);
  EXPECT_TRUE(Verify().ok());
}

TEST_F(Faults, ABatchThatCollidesDoesNotDisturbTheOneBehindIt) {
  city_.config().executors = 1;
  TestServer left(city_), right(city_);
  constexpr int kCases = 4;
  std::vector<std::string> cases;
  for (int i = 0; i < kCases; ++i) cases.push_back(At(left).Start("single")->case_id());
  std::vector<std::atomic<int>> answered(kCases);
  std::atomic<int> own = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 12; ++t) {
    threads.emplace_back([&, t] {
      const Caller caller = At(t % 2 == 0 ? left : right);
      for (int i = 0; i < 25; ++i) {
        // The common cases collide with the other replica's; the own one shares batches with them.
        const int which = (t + i) % kCases;
        const auto seen = caller.Get(cases[which]);
        ASSERT_TRUE(seen.ok()) << seen.status();
        if (caller.Complete(cases[which], seen->open_tasks(0).task_no(), "again").ok()) ++answered[which];
        const auto at = caller.Start("single");
        ASSERT_TRUE(at.ok()) << at.status();
        ASSERT_TRUE(caller.Complete(*at, "again").ok());
        ++own;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (int i = 0; i < kCases; ++i) EXPECT_EQ(At(left).Get(cases[i])->revision(), 1 + answered[i]);
  EXPECT_EQ(own, 12 * 25);
  EXPECT_TRUE(Verify().ok());
}

TEST_F(Faults, TheSameRequestOnTwoReplicasDoesOneThing) {
  TestServer left(city_), right(city_);
  for (int i = 0; i < 20; ++i) {
    const std::string request_id = crypto::NewUuid();
    absl::StatusOr<v1::CommandResponse> one = absl::UnknownError(""), two = absl::UnknownError("");
    std::thread first([&] { one = At(left).Start("repair", "{}", request_id); });
    std::thread second([&] { two = At(right).Start("repair", "{}", request_id); });
    first.join();
    second.join();
    ASSERT_TRUE(one.ok() && two.ok()) << one.status() << two.status();
    EXPECT_EQ(one->SerializeAsString(), two->SerializeAsString());
  }
}

TEST_F(Faults, AReplicaThatStopsFinishesWhatItHasTaken) {
  TestServer left(city_), right(city_);
  std::vector<std::thread> threads;
  std::atomic<int> lost = 0;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 40; ++i) {
        const std::string request_id = crypto::NewUuid();
        const auto first = At(left).Start("single", "{}", request_id);
        if (first.ok()) continue;
        if (!At(right).Start("single", "{}", request_id).ok()) ++lost;  // elsewhere, with the same id
      }
    });
  }
  absl::SleepFor(absl::Milliseconds(30));
  left.Stop();
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(lost, 0);
}

TEST_F(Faults, RowsChangedBehindTheServiceAreFound) {
  TestServer server(city_);
  const Caller caller = At(server);
  auto at = caller.Start("single");
  for (int i = 0; i < 20; ++i) at = caller.Complete(*at, "again");
  ASSERT_TRUE(at.ok()) << at.status();
  const auto checkpoint = caller.Do(&v1::Casework::Stub::GetCheckpoint, v1::GetCheckpointRequest());
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  server.Stop();
  ASSERT_TRUE(Verify().ok());
  AsSuperuser("CREATE TABLE public.kept AS SELECT * FROM casework.event");
  const auto restore = [&] {
    AsSuperuser("DELETE FROM casework.event; INSERT INTO casework.event SELECT * FROM public.kept");
  };
  const int last = static_cast<int>(checkpoint->tree_size());
  const struct {
    const char* what;
    std::string sql;
    int first_bad;
  } tampering[] = {
      {"change", "UPDATE casework.event SET actor_id = 'u2' WHERE log_index = 5", 5},
      {"change of the payload", "UPDATE casework.event SET payload = replace(payload, 'u1', 'u2') WHERE log_index = 9", 9},
      {"delete", "DELETE FROM casework.event WHERE log_index = 7", 7},
      {"swap", "UPDATE casework.event SET log_index = -log_index WHERE log_index IN (3, 4);"
               "UPDATE casework.event SET log_index = CASE log_index WHEN -3 THEN 4 ELSE 3 END WHERE log_index < 0", 3},
      {"truncate", "DELETE FROM casework.event WHERE log_index > " + std::to_string(last - 1), last},
  };
  for (const auto& [what, sql, first_bad] : tampering) {
    AsSuperuser(sql);
    const auto report = Verify();
    ASSERT_FALSE(report.ok()) << what;
    EXPECT_EQ(report.findings[0].log_index, first_bad) << what << ": " << report.findings[0].code;
    restore();
    ASSERT_TRUE(Verify().ok()) << what;
  }
  // The checkpoint in the database removed too: the copy outside still tells.
  AsSuperuser("DELETE FROM casework.event WHERE log_index > " + std::to_string(last - 3) +
              "; DELETE FROM casework.checkpoint");
  EXPECT_TRUE(Verify().ok());
  EXPECT_FALSE(Verify({checkpoint->text()}).ok());
}

TEST_F(Faults, TheServiceItselfCannotRewriteTheLog) {
  const std::map<std::string_view, std::string_view> sql = {
      {"sql/queries/t.sql",
       "-- name: change\nUPDATE casework.event SET actor_id = 'u2' WHERE city_id = $1;\n"
       "-- name: remove\nDELETE FROM casework.event WHERE city_id = $1;\n"
       "-- name: unsign\nDELETE FROM casework.checkpoint WHERE city_id = $1;\n"}};
  TestServer server(city_);
  ASSERT_TRUE(At(server).Start("single").ok());
  const auto database = postgres::OpenDatabase(city_.database().Options("casework"), postgres::Queries(sql));
  for (const char* name : {"change", "remove", "unsign"}) {
    EXPECT_FALSE(database->RunTx(kCity, [&](postgres::Transaction& tx) {
      return tx.Query(name, {std::string(kCity)}).status();
    }).ok()) << name;
  }
}

}  // namespace
}  // namespace lianban::casework

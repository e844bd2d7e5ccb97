#include "services/catalog/writing_call.h"

#include <atomic>
#include <thread>

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "lianban/catalog/v1/catalog.pb.h"
#include "services/catalog/sql_files.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/test_database.h"

namespace lianban::catalog {
namespace {

std::map<std::string_view, std::string_view> WithWaiting() {
  auto files = sql::EmbeddedFiles();
  files["queries/waiting"] =
      "-- name: waiting\nSELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock';\n";
  return files;
}

class WritingCall : public testing::Test {
 protected:
  WritingCall() {
    change_.now = absl::Now();
    change_.caller.set_city_id("330600");
    change_.caller.add_desks()->set_role("workflow_admin");
    request_.set_request_id(crypto::NewUuid());
  }

  postgres::TestDatabase data_{{{"catalog", sql::EmbeddedFiles()}}};
  std::unique_ptr<postgres::Database> database_ =
      postgres::OpenDatabase(data_.Options("catalog"), postgres::Queries(WithWaiting()));
  Change change_;
  v1::SetParametersRequest request_;
  v1::SetParametersResponse answer_;
};

// A caller lost patience and asked again while the first try was still at work. The second must not look at what the first
// is doing: it was refused with DRAFT_NOT_CHECKED when the draft was approved.
TEST_F(WritingCall, TheSameRequestWaitsForItsFirstTryAndGetsThatAnswer) {
  std::atomic<bool> second_at_work = false;
  absl::Status second;
  v1::SetParametersResponse second_answer;
  std::thread impatient;
  const absl::Status first = WriteOnce(*database_, change_, request_.request_id(), request_, &answer_, [&](auto&) {
    impatient = std::thread([&] {
      second = WriteOnce(*database_, change_, request_.request_id(), request_, &second_answer, [&](auto&) {
        second_at_work = true;
        return Error("DRAFT_NOT_CHECKED", {{"process", "p"}});
      });
    });
    while (!second_at_work && database_->Read("*", "waiting", {}).value()->GetInt(0, 0) == 0) std::this_thread::yield();
    answer_.set_changed(7);
    return absl::OkStatus();
  });
  impatient.join();
  EXPECT_TRUE(first.ok()) << first;
  EXPECT_TRUE(second.ok()) << second;
  EXPECT_FALSE(second_at_work);
  EXPECT_EQ(second_answer.changed(), 7);
}

TEST_F(WritingCall, ARefusalWithoutAFirstTryStands) {
  const absl::Status done =
      WriteOnce(*database_, change_, request_.request_id(), request_, &answer_,
                [](auto&) { return Error("DRAFT_NOT_CHECKED", {{"process", "p"}}); });
  EXPECT_EQ(ReasonOf(done), "DRAFT_NOT_CHECKED");
}

}  // namespace
}  // namespace lianban::catalog

#include "services/catalog/writing_call.h"

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "lianban/catalog/v1/catalog.pb.h"
#include "services/catalog/sql_files.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/test_database.h"

namespace lianban::catalog {
namespace {

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
      postgres::OpenDatabase(data_.Options("catalog"), postgres::Queries(sql::EmbeddedFiles()));
  Change change_;
  v1::SetParametersRequest request_;
  v1::SetParametersResponse answer_;
};

// A caller lost patience and asked again while the first try was still at work: what the second finds in the way is the
// first one's doing. It was refused with DRAFT_NOT_CHECKED when the draft was approved.
TEST_F(WritingCall, WhatStumblesOverItsOwnFirstTryGetsThatAnswer) {
  const auto second = [&](postgres::Transaction&) -> absl::Status {
    v1::SetParametersResponse first;
    LIANBAN_RETURN_IF_ERROR(WriteOnce(*database_, change_, request_.request_id(), request_, &first, [&](auto&) {
      first.set_changed(7);
      return absl::OkStatus();
    }));
    return Error("DRAFT_NOT_CHECKED", {{"process", "p"}});
  };
  const absl::Status done = WriteOnce(*database_, change_, request_.request_id(), request_, &answer_, second);
  EXPECT_TRUE(done.ok()) << done;
  EXPECT_EQ(answer_.changed(), 7);
}

TEST_F(WritingCall, ARefusalWithoutAFirstTryStands) {
  const absl::Status done =
      WriteOnce(*database_, change_, request_.request_id(), request_, &answer_,
                [](auto&) { return Error("DRAFT_NOT_CHECKED", {{"process", "p"}}); });
  EXPECT_EQ(ReasonOf(done), "DRAFT_NOT_CHECKED");
}

}  // namespace
}  // namespace lianban::catalog

// Nothing is lost while casework is away: what was stored is finished later, once.

#include "gmock/gmock.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/intake/intake_service.h"
#include "services/intake/relay.h"
#include "services/intake/sql_files.h"
#include "services/intake/test_city.h"
#include "services/lib/postgres/admin_connection.h"

namespace lianban::intake {
namespace {

using testing::IsEmpty;
using testing::Not;

std::unique_ptr<postgres::Database> OpenIntake() {
  return postgres::OpenDatabase(City().database.Options("intake"), postgres::Queries(sql::EmbeddedFiles()));
}

// Intake of the same city and database that cannot reach casework.
class CutOff {
 public:
  CutOff() : channels_({{"casework", "127.0.0.1:1"}}, {}) {
    ModuleContext context{&City().config, &City().keys, &channels_, &City().signer, City().scripts.get()};
    channels_.UseLocal(City().server.get());
    counter_ = std::make_unique<Counter>(context, OpenIntake());
    executor_ = std::make_unique<rpc::Executor>(2, 16);
    service_ = std::make_unique<IntakeService>(*counter_, *executor_);
    grpc::ServerBuilder builder;
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    stub_ = v1::Intake::NewStub(server_->InProcessChannel({}));
  }
  ~CutOff() {
    executor_->Drain();
    server_->Shutdown();
  }

  v1::Matter Submit(const std::string& source_no) {
    v1::SubmitReportRequest request;
    request.set_channel("hotline12345");
    request.set_source_no(source_no);
    request.set_payload_json(
        nlohmann::json({{"kind", "路灯故障"}, {"title", "路灯不亮"}, {"street", "330602001"}}).dump());
    auto answer = City().Call(*stub_, &v1::Intake::Stub::SubmitReport, City().Importer(), request);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.value_or(v1::Matter());
  }

 private:
  rpc::Channels channels_;
  std::unique_ptr<Counter> counter_;
  std::unique_ptr<rpc::Executor> executor_;
  std::unique_ptr<IntakeService> service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::Intake::Stub> stub_;
};

v1::Matter Now(const v1::Matter& matter) {
  v1::GetMatterRequest request;
  request.set_matter_id(matter.matter_id());
  return City().As(City().Importer(), &v1::Intake::Stub::GetMatter, request).value();
}

class RelayOverGrpc : public testing::Test {
 protected:
  RelayOverGrpc()
      : counter_({&City().config, &City().keys, &City().channels, &City().signer, City().scripts.get()}, OpenIntake()),
        relay_(counter_) {}

  void SetProcess(const v1::Matter& matter, const std::string& process) {
    auto link = postgres::AdminConnection::Connect(City().database.superuser()).value();
    ASSERT_TRUE(link->Execute("UPDATE intake.matter SET process = '" + process + "' WHERE matter_id = '" +
                              matter.matter_id() + "'")
                    .ok());
  }

  Counter counter_;
  Relay relay_;
};

TEST_F(RelayOverGrpc, OpensTheCaseWhenCaseworkIsBack) {
  v1::Matter stored = CutOff().Submit("away-1");
  EXPECT_EQ(stored.status(), "registered");
  EXPECT_THAT(stored.receipt_no(), Not(IsEmpty())) << "the reporter has a number at once";
  EXPECT_THAT(stored.case_id(), IsEmpty());
  relay_.RunOnce(absl::Now() + absl::Minutes(1));
  v1::Matter later = Now(stored);
  EXPECT_EQ(later.status(), "running");
  EXPECT_EQ(later.receipt_no(), stored.receipt_no());
  // The source repeats the report meanwhile: it is the same matter and the same case.
  auto again = City().Report("away-1", {{"title", "路灯不亮"}});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->case_id(), later.case_id());
}

TEST_F(RelayOverGrpc, WhatWasFilledInLiesSealedUntilTheCaseIsOpen) {
  v1::Matter stored = CutOff().Submit("away-sealed");
  auto link = postgres::AdminConnection::Connect(City().database.superuser()).value();
  const auto form = [&] {
    return link->Query("SELECT form FROM intake.matter WHERE matter_id = '" + stored.matter_id() + "'").value()->GetString(0, 0);
  };
  EXPECT_THAT(form(), testing::StartsWith("sealed:"));
  relay_.RunOnce(absl::Now() + absl::Minutes(1));
  EXPECT_EQ(Now(stored).status(), "running");
  EXPECT_EQ(form(), "{}");
}

TEST_F(RelayOverGrpc, LeavesWhatACallIsStillWorkingOn) {
  v1::Matter stored = CutOff().Submit("away-2");
  relay_.RunOnce(absl::Now());
  EXPECT_EQ(Now(stored).status(), "registered");
}

TEST_F(RelayOverGrpc, TheSourceMayFinishItByRepeating) {
  v1::Matter stored = CutOff().Submit("away-3");
  auto again = City().Report("away-3", {{"title", "路灯不亮"}});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->matter_id(), stored.matter_id());
  EXPECT_EQ(again->status(), "running");
}

TEST_F(RelayOverGrpc, HoldsWhatCaseworkRefusesUntilTheCauseIsMended) {
  v1::Matter stored = CutOff().Submit("away-4");
  SetProcess(stored, "not_published");
  relay_.RunOnce(absl::Now() + absl::Minutes(1));
  v1::Matter held = Now(stored);
  EXPECT_EQ(held.status(), "held");
  EXPECT_THAT(held.result(), Not(IsEmpty())) << "the reason is shown";
  SetProcess(stored, "service_request");
  relay_.RunOnce(absl::Now() + absl::Hours(1));
  EXPECT_EQ(Now(stored).status(), "running");
}

}  // namespace
}  // namespace lianban::intake

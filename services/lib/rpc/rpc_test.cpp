#include <atomic>
#include <future>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "lianban/identity/v1/identity.grpc.pb.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/call.h"
#include "services/lib/rpc/channels.h"
#include "services/lib/rpc/client.h"

namespace lianban::rpc {
namespace {

using identity::v1::ListUnitsRequest;
using identity::v1::ListUnitsResponse;
using testing::HasSubstr;
using testing::Not;

const absl::Time kNow = absl::FromUnixSeconds(1'767'225'600);

TEST(ContextSigner, AcceptsItsOwnContextUntilItExpires) {
  const ContextSigner signer(std::string(32, 'k'));
  const auto signed_context = signer.Sign(SystemContext("330600", kNow));
  EXPECT_EQ(signer.Verify(signed_context, kNow).value().city_id(), "330600");
  EXPECT_TRUE(signer.Verify(signed_context, kNow + absl::Seconds(59)).ok());
  EXPECT_EQ(ReasonOf(signer.Verify(signed_context, kNow + absl::Seconds(60)).status()), "UNAUTHENTICATED");
  EXPECT_FALSE(signer.Verify(signed_context, kNow - absl::Minutes(1)).ok());
}

TEST(ContextSigner, RefusesForgeries) {
  const ContextSigner signer(std::string(32, 'k'));
  const auto good = signer.Sign(SystemContext("330600", kNow));
  EXPECT_FALSE(signer.Verify("", kNow).ok());
  EXPECT_FALSE(ContextSigner(std::string(32, 'x')).Verify(good, kNow).ok());
  EXPECT_FALSE(ContextSigner(std::string(32, 'k'), "2").Verify(good, kNow).ok());
  for (size_t i = 0; i < good.size(); ++i) {
    std::string changed = good;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    ASSERT_FALSE(signer.Verify(changed, kNow).ok()) << i;
  }
}

TEST(ContextSigner, RefusesALifetimeOfMoreThanAMinute) {
  const ContextSigner signer(std::string(32, 'k'));
  auto context = SystemContext("330600", kNow);
  context.mutable_expire_time()->set_seconds(context.expire_time().seconds() + 1);
  EXPECT_FALSE(signer.Verify(signer.Sign(context), kNow).ok());
}

TEST(Status, ComesBackAsItWas) {
  const auto status = Error("REQUEST_INVALID", {{"detail", "x"}},
                            {{"form.a", "NOT_FOUND", {{"name", "b"}, {"label", "甲"}}}, {"form.b", "INTERNAL", {}}});
  const auto back = FromGrpc(ToGrpc(status, "casework.lianban"));
  EXPECT_EQ(back.code(), status.code());
  EXPECT_EQ(Localized(back, "zh-CN"), Localized(status, "zh-CN"));
  const auto detail = DetailOf(back);
  ASSERT_TRUE(detail);
  EXPECT_EQ(detail->metadata, (ErrorMetadata{{"detail", "x"}}));
  EXPECT_EQ(detail->violations.at(0).metadata.at("label"), "甲");
  EXPECT_TRUE(FromGrpc(ToGrpc(absl::OkStatus(), "x")).ok());
}

TEST(Status, SpeaksTwoLanguagesToAnyClient) {
  google::rpc::Status packed;
  ASSERT_TRUE(packed.ParseFromString(ToGrpc(Error("UNAUTHENTICATED"), "identity.lianban").error_details()));
  google::rpc::ErrorInfo info;
  google::rpc::LocalizedMessage zh, en;
  ASSERT_TRUE(packed.details(0).UnpackTo(&info) && packed.details(1).UnpackTo(&zh) && packed.details(2).UnpackTo(&en));
  EXPECT_EQ(info.domain(), "identity.lianban");
  EXPECT_EQ(zh.message(), "您还没有登录，或登录已失效。请重新登录。");
  EXPECT_EQ(en.locale(), "en");
}

TEST(Status, KeepsDevelopersTextFromUsers) {
  absl::Status constraint = absl::AlreadyExistsError("query add: duplicate key value");
  constraint.SetPayload(kInternalPayloadUrl, absl::Cord("case_pkey"));
  for (const auto& status : {absl::InternalError("SELECT * FROM secret"), absl::UnknownError("/var/lib"), constraint}) {
    const auto shown = ToGrpc(status, "casework.lianban");
    EXPECT_EQ(shown.error_code(), grpc::StatusCode::INTERNAL);
    EXPECT_THAT(shown.error_message(), HasSubstr("trace"));
    EXPECT_THAT(shown.error_message() + shown.error_details(), Not(HasSubstr(std::string(status.message()))));
  }
}

TEST(Status, FitsIntoTrailersHoweverManyFieldsAreWrong) {
  std::vector<FieldViolation> violations(500, {"form.a_rather_long_field_name", "NOT_FOUND", {{"name", "x"}}});
  const auto shown = ToGrpc(Error("REQUEST_INVALID", {{"detail", "x"}}, violations), "casework.lianban");
  EXPECT_LT(shown.error_details().size() + shown.error_message().size(), 6144u);
  EXPECT_GT(DetailOf(FromGrpc(shown))->violations.size(), 5u);
}

TEST(Status, HidesAddressesOfServicesThatAreDown) {
  const grpc::Status down(grpc::StatusCode::UNAVAILABLE, "failed to connect: ipv4:10.0.0.1:7440");
  EXPECT_EQ(ReasonOf(FromGrpc(down)), "SERVICE_UNAVAILABLE");
}

TEST(Executor, RefusesWorkWhenItsQueueIsFullAndFinishesWhatItTook) {
  Executor executor(1, 1);
  std::promise<void> started, go;
  std::atomic<int> done = 0;
  ASSERT_TRUE(executor.TryRun([&] {
    started.set_value();
    go.get_future().wait();
    ++done;
  }));
  started.get_future().wait();
  EXPECT_TRUE(executor.TryRun([&] { ++done; }));
  EXPECT_FALSE(executor.TryRun([&] { ++done; }));
  go.set_value();
  executor.Drain();
  EXPECT_EQ(done, 2);
  EXPECT_FALSE(executor.TryRun([&] { ++done; }));
}

class Units : public identity::v1::Identity::CallbackService {
 public:
  grpc::ServerUnaryReactor* ListUnits(grpc::CallbackServerContext* call, const ListUnitsRequest* request,
                                      ListUnitsResponse* response) override {
    return calls_.Serve(call, request, response,
                        [](const Context& caller, const ListUnitsRequest& r) -> absl::StatusOr<ListUnitsResponse> {
                          if (r.area_code() == "throw") throw std::runtime_error("oops");
                          if (r.area_code() != caller.city_id()) return Error("NOT_FOUND", {{"name", r.area_code()}});
                          ListUnitsResponse units;
                          units.add_units()->set_name(caller.user_name());
                          return units;
                        });
  }
  Executor executor_{2, 10};
  const ContextSigner signer_{std::string(32, 'k')};
  const Calls calls_{signer_, executor_, "identity.lianban"};
};

class Calling : public testing::Test {
 protected:
  Calling() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    channels_.UseLocal(server_.get());
  }
  ~Calling() override { server_->Shutdown(); }

  absl::StatusOr<ListUnitsResponse> List(const std::string& area, const ContextSigner* signer) {
    grpc::ClientContext call;
    if (signer) PrepareCall(call, *signer, SystemContext("330600", absl::Now()));
    ListUnitsRequest request;
    request.set_area_code(area);
    ListUnitsResponse response;
    const auto status =
        FromGrpc(identity::v1::Identity::NewStub(channels_.To("identity"))->ListUnits(&call, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  Units service_;
  Channels channels_{{}, {}};
  std::unique_ptr<grpc::Server> server_;
};

TEST_F(Calling, CarriesTheCallerAndTheAnswer) {
  EXPECT_EQ(List("330600", &service_.signer_).value().units(0).name(), "系统");
}

TEST_F(Calling, CarriesTheReason) { EXPECT_EQ(ReasonOf(List("330100", &service_.signer_).status()), "NOT_FOUND"); }

TEST_F(Calling, NeedsACaller) {
  EXPECT_EQ(ReasonOf(List("330600", nullptr).status()), "UNAUTHENTICATED");
  const ContextSigner other(std::string(32, 'x'));
  EXPECT_EQ(ReasonOf(List("330600", &other).status()), "UNAUTHENTICATED");
}

TEST_F(Calling, SurvivesAnException) {
  EXPECT_EQ(ReasonOf(List("throw", &service_.signer_).status()), "INTERNAL");
  EXPECT_TRUE(List("330600", &service_.signer_).ok());
}

TEST_F(Calling, IsRefusedWhenTheServerIsBusy) {
  service_.executor_.Drain();
  EXPECT_EQ(ReasonOf(List("330600", &service_.signer_).status()), "SERVER_BUSY");
}

}  // namespace
}  // namespace lianban::rpc

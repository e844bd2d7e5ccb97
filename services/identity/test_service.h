#pragma once
// The service over a real database and real gRPC, for the tests of this folder: two cities, each with its
// administrator.

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "services/identity/bootstrap_city.h"
#include "services/identity/identity_service.h"
#include "services/identity/second_factor/second_factor_service.h"
#include "services/identity/sql_files.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/test_database.h"
#include "services/lib/rpc/channels.h"

namespace lianban::identity {

inline constexpr char kCity[] = "330600", kPassword[] = "a good password";

class Identity : public testing::Test {
 protected:
  Identity() {
    keys_.pepper = std::string(32, 'p');
    for (const char* city : {kCity, "330100"}) {
      const auto status = BootstrapCity(*db_, keys_, city, "绍兴市", "admin", kPassword);
      EXPECT_TRUE(status.ok()) << status;
    }
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    builder.RegisterService(&second_factor_);
    server_ = builder.BuildAndStart();
    channels_.UseLocal(server_.get());
    stub_ = v1::Identity::NewStub(channels_.To("identity"));
  }
  ~Identity() override { server_->Shutdown(); }

  template <class Request, class Response>
  absl::StatusOr<Response> Call(grpc::Status (v1::Identity::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                           Response*),
                                const std::string& signed_context, const Request& request) {
    grpc::ClientContext call;
    if (!signed_context.empty()) call.AddMetadata(rpc::kContextKey, signed_context);
    Response response;
    const auto status = rpc::FromGrpc((stub_.get()->*method)(&call, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  absl::StatusOr<v1::SignInResponse> SignIn(const std::string& login, const std::string& password,
                                            const std::string& client = "10.0.0.1", const std::string& city = kCity) {
    v1::SignInRequest request;
    request.set_city_id(city);
    request.set_login(login);
    request.set_password(password);
    request.set_client(client);
    return Call(&v1::Identity::Stub::SignIn, "", request);
  }
  absl::StatusOr<v1::GetContextResponse> Context(const std::string& token) {
    v1::GetContextRequest request;
    request.set_session_token(token);
    return Call(&v1::Identity::Stub::GetContext, "", request);
  }
  bool IsOpen(const std::string& token) {
    const auto context = Context(token);
    EXPECT_EQ(ReasonOf(context.status()), context.ok() ? "" : "UNAUTHENTICATED");
    return context.ok();
  }
  std::string Token(const std::string& login, const std::string& password = kPassword) {
    const auto session = SignIn(login, password);
    EXPECT_TRUE(session.ok()) << session.status();
    return session.ok() ? session->session_token() : "";
  }
  std::string As(const std::string& login, const std::string& city = kCity) {
    return Context(SignIn(login, kPassword, "10.0.0.1", city)->session_token())->signed_context();
  }

  absl::Status ImportAreas(const std::string& caller, const std::vector<std::array<std::string, 5>>& areas) {
    v1::ImportAreasRequest request;
    request.set_request_id(crypto::NewUuid());
    for (const auto& [code, name, parent, level, from] : areas) {
      auto* area = request.add_areas();
      area->set_code(code);
      area->set_name(name);
      area->set_parent(parent);
      area->set_level(level);
      area->set_valid_from(from);
    }
    return Call(&v1::Identity::Stub::ImportAreas, caller, request).status();
  }
  void ImportShaoxing(const std::string& caller) {
    const auto status = ImportAreas(caller, {{"33", "浙江省", "", "province", ""},
                                             {"3306", "绍兴市", "33", "city", ""},
                                             {"330602", "越城区", "3306", "district", ""},
                                             {"330603", "柯桥区", "3306", "district", ""},
                                             {"330602001", "塔山街道", "330602", "street", ""}});
    ASSERT_TRUE(status.ok()) << status;
  }

  static v1::PutUnitRequest Unit(const std::string& id, const std::string& area, const std::string& parent = "") {
    v1::PutUnitRequest request;
    request.set_request_id(crypto::NewUuid());
    auto* unit = request.mutable_unit();
    unit->set_unit_id(id);
    unit->set_name("机构" + id);
    unit->set_kind("department");
    unit->set_level("district");
    unit->set_area_code(area);
    unit->set_parent(parent);
    return request;
  }
  absl::StatusOr<v1::Unit> PutUnit(const std::string& caller, const v1::PutUnitRequest& request) {
    return Call(&v1::Identity::Stub::PutUnit, caller, request);
  }

  static v1::PutUserRequest User(const std::string& login, const std::string& unit,
                                 const std::vector<std::string>& roles) {
    v1::PutUserRequest request;
    request.set_request_id(crypto::NewUuid());
    request.set_initial_password(kPassword);
    auto* user = request.mutable_user();
    user->set_login(login);
    user->set_name("张三");
    user->set_unit_id(unit);
    for (const auto& role : roles) {
      auto* desk = user->add_desks();
      desk->set_unit_id(unit);
      desk->set_role(role);
    }
    return request;
  }
  absl::StatusOr<v1::User> PutUser(const std::string& caller, const v1::PutUserRequest& request) {
    return Call(&v1::Identity::Stub::PutUser, caller, request);
  }

  template <class Request>
  static Request Role(const std::string& user_id, const std::string& unit, const std::string& role) {
    Request request;
    request.set_request_id(crypto::NewUuid());
    request.set_user_id(user_id);
    request.mutable_desk()->set_unit_id(unit);
    request.mutable_desk()->set_role(role);
    request.set_reason("岗位调整");
    return request;
  }

  postgres::TestDatabase database_{{{"identity", sql::EmbeddedFiles()}}};
  std::unique_ptr<postgres::Database> db_ = OpenIdentityDatabase(database_.connection(), 4);
  crypto::Keys keys_;
  std::atomic<int64_t> seconds_later_ = 0;
  const rpc::ContextSigner signer_{std::string(32, 'k')};
  rpc::Executor reading_{4, 100}, hashing_{2, 100};
  const CommandContext context_{*db_, keys_, signer_,
                                [this] { return absl::Now() + absl::Seconds(seconds_later_.load()); }};
  IdentityService service_{context_, reading_, hashing_};
  SecondFactorService second_factor_{context_, reading_, hashing_};
  rpc::Channels channels_{{}, {}};
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::Identity::Stub> stub_;
};

}  // namespace lianban::identity

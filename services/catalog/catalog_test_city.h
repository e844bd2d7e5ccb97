#pragma once
// A catalog over a throw-away database, called through real gRPC.

#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "lianban/catalog/v1/catalog.grpc.pb.h"
#include "services/catalog/gate/gate_client.h"
#include "services/catalog/sql_files.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/test_database.h"
#include "services/lib/rpc/client.h"
#include "services/lib/rpc/status.h"
#include "services/module.h"

namespace lianban::catalog {

class CatalogOverGrpc : public testing::Test {
 protected:
  explicit CatalogOverGrpc(workflow::ScriptHost* scripts = nullptr)
      : database_({{"catalog", sql::EmbeddedFiles()}}), signer_(std::string(32, 'k')) {
    config_.database = database_.connection();
    ModuleContext context{.config = &config_, .signer = &signer_, .scripts = scripts};
    module_ = Definition().make(context).value();
    grpc::ServerBuilder builder;
    module_->Register(builder);
    server_ = builder.BuildAndStart();
    stub_ = v1::Catalog::NewStub(server_->InProcessChannel({}));
  }
  ~CatalogOverGrpc() override {
    module_->Drain();
    server_->Shutdown();
  }

  static rpc::Context Person(std::string_view city, std::string_view role) {
    rpc::Context context = rpc::SystemContext(city, absl::Now());
    context.set_actor_class(identity::v1::ACTOR_CLASS_PERSON);
    context.set_user_id("u1");
    context.set_user_name("方水燕");
    auto& desk = *context.add_desks();
    desk.set_unit_id("zz-3306");
    desk.set_role(std::string(role));
    return context;
  }
  static rpc::Context Admin(std::string_view city = "330600") { return Person(city, "workflow_admin"); }
  static rpc::Context Approver(std::string_view city = "330600") {
    rpc::Context context = Person(city, "workflow_approver");
    context.set_user_id("u2");
    context.set_user_name("侯伟军");
    return context;
  }

  // The whole gate with two people.
  absl::StatusOr<v1::Release> Publish(const v1::Draft& draft) {
    const auto as = [this](const rpc::Context& who) {
      return [this, who](grpc::ClientContext& call) { rpc::PrepareCall(call, signer_, who, absl::Seconds(30)); };
    };
    return PublishThroughGate(*stub_, as(Admin()), as(Approver()), draft);
  }
  static rpc::Context Clerk(std::string_view city = "330600") { return Person(city, "window"); }

  // Call(&v1::Catalog::Stub::PutItem, Admin(), request)
  template <class Request, class Response>
  absl::StatusOr<Response> Call(grpc::Status (v1::Catalog::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const rpc::Context& caller, const Request& request) {
    grpc::ClientContext call;
    rpc::PrepareCall(call, signer_, caller, absl::Seconds(30));
    Response response;
    const absl::Status status = rpc::FromGrpc((stub_.get()->*method)(&call, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  template <class Request>
  static Request WithId() {
    Request request;
    request.set_request_id(crypto::NewUuid());
    return request;
  }

  postgres::TestDatabase database_;
  config::Config config_;
  rpc::ContextSigner signer_;
  std::unique_ptr<Module> module_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::Catalog::Stub> stub_;
};

}  // namespace lianban::catalog

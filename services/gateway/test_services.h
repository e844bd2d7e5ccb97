#pragma once
// Services of the API, small enough to see through, behind a real gRPC server, for the gateway's tests.

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "lianban/casework/v1/casework.grpc.pb.h"
#include "lianban/catalog/v1/catalog.grpc.pb.h"
#include "lianban/identity/v1/identity.grpc.pb.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/channels.h"
#include "services/lib/rpc/status.h"

namespace lianban::gateway {

// Whoever says the password "right" gets a session; the token names the login. "importer-…" logins hold that role.
class TestIdentity final : public identity::v1::Identity::Service {
 public:
  grpc::Status SignIn(grpc::ServerContext*, const identity::v1::SignInRequest* request,
                      identity::v1::SignInResponse* response) override {
    const std::lock_guard lock(mutex_);
    last_client_ = request->client();
    if (request->password() != "right") return rpc::ToGrpc(Error("UNAUTHENTICATED"), "identity.lianban");
    const std::string token = "token-of-somebody-called-" + request->login();
    tokens_.insert(token);
    response->set_session_token(token);
    return grpc::Status::OK;
  }
  grpc::Status SignOut(grpc::ServerContext*, const identity::v1::SignOutRequest* request,
                       identity::v1::SignOutResponse*) override {
    const std::lock_guard lock(mutex_);
    tokens_.erase(request->session_token());
    return grpc::Status::OK;
  }
  grpc::Status GetContext(grpc::ServerContext*, const identity::v1::GetContextRequest* request,
                          identity::v1::GetContextResponse* response) override {
    ++contexts_given;
    const std::lock_guard lock(mutex_);
    if (!tokens_.contains(request->session_token())) return rpc::ToGrpc(Error("UNAUTHENTICATED"), "identity.lianban");
    response->set_signed_context("signed:" + request->session_token());
    response->mutable_expire_time()->set_seconds(time(nullptr) + 60);
    response->mutable_context()->set_session_id(request->session_token());
    response->mutable_context()->set_city_id("330600");
    if (request->session_token().find("importer") != std::string::npos) {
      response->mutable_context()->add_desks()->set_role("importer");
    }
    return grpc::Status::OK;
  }
  grpc::Status RevokeRole(grpc::ServerContext*, const identity::v1::RevokeRoleRequest*, identity::v1::User*) override {
    return grpc::Status::OK;
  }
  std::string Admit(const std::string& login) {
    const std::lock_guard lock(mutex_);
    return *tokens_.insert("token-of-somebody-called-" + login).first;
  }
  std::string last_client() {
    const std::lock_guard lock(mutex_);
    return last_client_;
  }
  std::atomic<int> contexts_given{0};

 private:
  std::mutex mutex_;
  std::set<std::string> tokens_;
  std::string last_client_;
};

class TestCasework final : public casework::v1::Casework::Service {
 public:
  // Echoes what the gateway sent along; case ids "missing", "slow", "bare-error" and "large" behave as they are called.
  grpc::Status GetCase(grpc::ServerContext* call, const casework::v1::GetCaseRequest* request,
                       casework::v1::Case* response) override {
    if (request->case_id() == "missing") {
      return rpc::ToGrpc(Error("NOT_FOUND", {{"name", "missing"}}), "casework.lianban");
    }
    if (request->case_id() == "bare-error") return grpc::Status(grpc::StatusCode::UNAVAILABLE, "connect ipv4:10.1.2.3:7440");
    if (request->case_id() == "slow") {
      ++slow_running;
      while (!call->IsCancelled() && !release_slow) std::this_thread::sleep_for(std::chrono::milliseconds(2));
      if (call->IsCancelled()) ++cancelled;
      --slow_running;
    }
    if (request->case_id() == "large") response->set_form_json(std::string(3 << 20, 'x'));
    for (const auto& [key, value] : call->client_metadata()) {
      const std::string name(key.data(), key.size()), text(value.data(), value.size());
      response->add_active_steps(name + "=" + text);
    }
    response->set_case_id(request->case_id());
    call->AddInitialMetadata("x-served-by", "test");
    call->AddTrailingMetadata("x-cost", "7");
    return grpc::Status::OK;
  }

  // after_log_index messages, then: from_now = waits until the client goes; else ends.
  grpc::Status Watch(grpc::ServerContext* call, const casework::v1::WatchRequest* request,
                     grpc::ServerWriter<casework::v1::WatchResponse>* writer) override {
    if (request->after_log_index() < 0) {
      return rpc::ToGrpc(Error("REQUEST_INVALID", {{"detail", "after_log_index"}}), "casework.lianban");
    }
    ++watching;
    for (int64_t i = 1; i <= request->after_log_index() && !call->IsCancelled(); ++i) {
      casework::v1::WatchResponse response;
      response.set_cursor(i);
      if (!writer->Write(response)) break;
      ++written;
    }
    while (request->from_now() && !call->IsCancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    if (call->IsCancelled()) ++cancelled;
    --watching;
    return grpc::Status::OK;
  }
  std::atomic<int> slow_running{0}, cancelled{0}, watching{0}, written{0};
  std::atomic<bool> release_slow{false};
};

class TestCatalog final : public catalog::v1::Catalog::Service {
 public:
  grpc::Status ListItems(grpc::ServerContext*, const catalog::v1::ListItemsRequest* request,
                         catalog::v1::ListItemsResponse* response) override {
    response->set_next_page_token("after " + request->page_token());
    return grpc::Status::OK;
  }
  grpc::Status ComputeDeadline(grpc::ServerContext*, const catalog::v1::ComputeDeadlineRequest* request,
                               catalog::v1::ComputeDeadlineResponse* response) override {
    response->set_last_day("2026-10-08 of " + request->period());
    return grpc::Status::OK;
  }
};

class TestServices {
 public:
  TestServices() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&identity).RegisterService(&casework).RegisterService(&catalog);
    server_ = builder.BuildAndStart();
    channel_ = server_->InProcessChannel(grpc::ChannelArguments());
  }
  ~TestServices() { server_->Shutdown(std::chrono::system_clock::now()); }
  std::shared_ptr<grpc::Channel> channel() const { return channel_; }

  TestIdentity identity;
  TestCasework casework;
  TestCatalog catalog;

 private:
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace lianban::gateway

#pragma once
// A running casework for _pgtests: real database, real gRPC, real script workers. Catalog and identity are played by two
// small gRPC services that hand out the processes and units given here.

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "grpcpp/server.h"
#include "lianban/casework/v1/casework.grpc.pb.h"
#include "services/lib/postgres/test_database.h"
#include "services/module.h"

namespace lianban::casework {

// Waits for something that happens in the background; generous, and ends as soon as it has.
inline bool Eventually(const std::function<bool()>& happened) {
  for (int i = 0; i < 600; ++i) {
    if (happened()) return true;
    absl::SleepFor(absl::Milliseconds(50));
  }
  return false;
}

inline constexpr char kCity[] = "330600";

class FixtureCatalog;
class FixtureIdentity;

// The deployment: one database, one pool of workers.
class TestCity {
 public:
  TestCity();
  ~TestCity();

  postgres::TestDatabase& database() { return database_; }
  const rpc::ContextSigner& signer() const { return signer_; }
  config::Config& config() { return config_; }
  const crypto::Keys& keys() const { return keys_; }
  workflow::ScriptHost& scripts() { return *scripts_; }

  // A person with desks ("sf-1/handler" …); the first desk's unit is home.
  rpc::Context Person(const std::string& user, const std::vector<std::string>& desks,
                      const std::string& city = kCity) const;

  // A day off that catalog publishes from now on ("2026-05-06").
  void PublishHoliday(const std::string& date);
  std::vector<std::string> holidays() const;

 private:
  postgres::TestDatabase database_;
  config::Config config_;
  crypto::Keys keys_;
  rpc::ContextSigner signer_;
  std::unique_ptr<workflow::ScriptHost> scripts_;
  mutable std::mutex holidays_mutex_;
  std::vector<std::string> holidays_;
};

// One process of the deployment: casework behind a gRPC server of its own.
class TestServer {
 public:
  explicit TestServer(TestCity& city);
  ~TestServer();

  void Stop();
  v1::Casework::Stub& stub() { return *stub_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  std::unique_ptr<FixtureCatalog> catalog_;
  std::unique_ptr<FixtureIdentity> identity_;
  rpc::Channels channels_{{}, {}};
  std::unique_ptr<Module> module_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::Casework::Stub> stub_;
};

// A caller's side: calls with a context and gives absl statuses.
class Caller {
 public:
  Caller(TestServer& server, const TestCity& city, rpc::Context who)
      : server_(server), city_(city), who_(std::move(who)) {}

  // call: &v1::Casework::Stub::StartCase …
  template <class Request, class Response>
  absl::StatusOr<Response> Do(grpc::Status (v1::Casework::Stub::*call)(grpc::ClientContext*, const Request&, Response*),
                              const Request& request) const;

  absl::StatusOr<v1::CommandResponse> Start(const std::string& process, const std::string& form_json = "{}",
                                            const std::string& request_id = "") const;
  absl::StatusOr<v1::CommandResponse> Complete(const v1::CommandResponse& at, const std::string& outcome,
                                               const std::string& request_id = "") const;
  absl::StatusOr<v1::CommandResponse> Complete(const std::string& case_id, int64_t task, const std::string& outcome,
                                               const std::string& request_id = "",
                                               const std::string& reason = "核对无误") const;
  absl::StatusOr<v1::Case> Get(const std::string& case_id) const;
  void Authorize(grpc::ClientContext& call) const;

 private:
  TestServer& server_;
  const TestCity& city_;
  rpc::Context who_;
};

absl::Status StatusFrom(const grpc::Status& status);

template <class Request, class Response>
absl::StatusOr<Response> Caller::Do(grpc::Status (v1::Casework::Stub::*call)(grpc::ClientContext*, const Request&,
                                                                             Response*),
                                    const Request& request) const {
  grpc::ClientContext context;
  Authorize(context);
  Response response;
  const grpc::Status status = (server_.stub().*call)(&context, request, &response);
  if (!status.ok()) return StatusFrom(status);
  return response;
}

}  // namespace lianban::casework

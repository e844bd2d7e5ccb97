#pragma once
// The demonstration city over a throw-away database: the real identity, catalog, casework, records and intake in one
// gRPC server, filled through their API from workflows/cities/shaoxing. Made once per test program.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "grpcpp/server.h"
#include "lianban/casework/v1/casework.grpc.pb.h"
#include "lianban/catalog/v1/catalog.grpc.pb.h"
#include "lianban/identity/v1/identity.grpc.pb.h"
#include "lianban/intake/v1/intake.grpc.pb.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/test_database.h"
#include "services/lib/rpc/client.h"
#include "services/lib/rpc/status.h"
#include "services/module.h"

namespace lianban::intake {

class TestCity {
 public:
  static constexpr char kCity[] = "330600";

  static TestCity& Get();  // the shared one
  TestCity();
  ~TestCity();

  // Somebody with desks "unit/role".
  rpc::Context Person(const std::string& user, const std::vector<std::string>& desks,
                      const std::string& city = kCity) const;
  rpc::Context Clerk() const { return Person("clerk", {"zz-330602/window"}); }
  rpc::Context Importer() const { return Person("importer", {"hl-3306/importer"}); }

  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(Stub& stub,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const rpc::Context& caller, const Request& request) {
    grpc::ClientContext call;
    rpc::Context fresh = caller;
    fresh.mutable_issue_time()->set_seconds(absl::ToUnixSeconds(absl::Now()));
    fresh.mutable_expire_time()->set_seconds(absl::ToUnixSeconds(absl::Now()) + 55);
    rpc::PrepareCall(call, signer, fresh, absl::Seconds(30));
    Response response;
    absl::Status status = rpc::FromGrpc((stub.*method)(&call, request, &response));
    if (!status.ok()) return status;
    return response;
  }
  // Intake as `caller`.
  template <class Request, class Response>
  absl::StatusOr<Response> As(const rpc::Context& caller,
                              grpc::Status (v1::Intake::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                              const Request& request) {
    return Call(*intake, method, caller, request);
  }

  // A report of the hotline with a text of its own; other fields as given.
  absl::StatusOr<v1::Matter> Report(const std::string& source_no, const std::map<std::string, std::string>& record,
                                    const std::string& channel = "hotline12345");
  // Repeats until `done`, for what happens in the background; false after ten seconds.
  static bool Eventually(const std::function<bool()>& done);

  postgres::TestDatabase database;
  crypto::Keys keys;
  rpc::ContextSigner signer;
  config::Config config;
  rpc::Channels channels;
  std::unique_ptr<workflow::ScriptHost> scripts;
  std::vector<std::unique_ptr<Module>> modules;
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<v1::Intake::Stub> intake;
  std::unique_ptr<casework::v1::Casework::Stub> casework;
  std::unique_ptr<catalog::v1::Catalog::Stub> catalog;
  std::unique_ptr<identity::v1::Identity::Stub> identity;

 private:
  void LoadUnits();
  void LoadCatalog();
  void LoadChannels();
  void LoadCalendar();
};

inline TestCity& City() { return TestCity::Get(); }

}  // namespace lianban::intake

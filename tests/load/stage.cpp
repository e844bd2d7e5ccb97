#include "tests/load/stage.h"

#include <map>

#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "lianban/catalog/v1/catalog.grpc.pb.h"
#include "services/lib/check/check.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/rpc/status.h"

namespace lianban::load {
namespace sql {
const std::map<std::string_view, std::string_view>& EmbeddedFiles();
}

namespace {

void Authorize(grpc::ClientContext& call, const Deployment& deployment, const std::string& role) {
  call.AddMetadata(rpc::kContextKey, deployment.SignedContext("bench-admin", {std::string(kUnit) + "/" + role}));
  call.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
}

absl::Status Publish(const Deployment& deployment, const std::string& process) {
  grpc::ClientContext call;
  Authorize(call, deployment, "workflow_admin");
  catalog::v1::PublishReleaseRequest request;
  request.set_request_id(crypto::NewUuid());
  request.set_process(process);
  request.mutable_bundle()->set_main("process.lua");
  (*request.mutable_bundle()->mutable_files())["process.lua"] = ProcessText(process);
  catalog::v1::Release response;
  return rpc::FromGrpc(
      catalog::v1::Catalog::NewStub(deployment.NewChannel())->PublishRelease(&call, request, &response));
}

}  // namespace

std::string ProcessText(const std::string& name) {
  const auto found = sql::EmbeddedFiles().find("processes/" + name + ".lua");
  LIANBAN_CHECK(found != sql::EmbeddedFiles().end(), "no process {}", name);
  return std::string(found->second);
}

absl::Status SetStage(const Deployment& deployment) {
  // Without any unit in the directory every unit is taken as it is named: measuring needs no city.
  return Publish(deployment, "bench_six");
}

}  // namespace lianban::load

#include "tests/load/stage.h"

#include <map>

#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "lianban/catalog/v1/catalog.grpc.pb.h"
#include "services/catalog/gate/gate_client.h"
#include "services/lib/check/check.h"
#include "services/lib/errors/error.h"

namespace lianban::load {
namespace sql {
const std::map<std::string_view, std::string_view>& EmbeddedFiles();
}

namespace {

void Authorize(grpc::ClientContext& call, const Deployment& deployment, const std::string& user, const std::string& role) {
  call.AddMetadata(rpc::kContextKey, deployment.SignedContext(user, {std::string(kUnit) + "/" + role}));
  call.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
}

absl::Status Publish(const Deployment& deployment, const std::string& process) {
  catalog::v1::Draft draft;
  draft.set_process(process);
  (*draft.mutable_bundle()->mutable_files())["process.lua"] = ProcessText(process);
  const auto stub = catalog::v1::Catalog::NewStub(deployment.NewChannel());
  return catalog::PublishThroughGate(
             *stub, [&](grpc::ClientContext& call) { Authorize(call, deployment, "bench-author", "workflow_admin"); },
             [&](grpc::ClientContext& call) { Authorize(call, deployment, "bench-approver", "workflow_approver"); }, draft)
      .status();
}

}  // namespace

std::string ProcessText(const std::string& name) {
  const auto found = sql::EmbeddedFiles().find("processes/" + name + ".lua");
  LIANBAN_CHECK(found != sql::EmbeddedFiles().end(), "no process {}", name);
  return std::string(found->second);
}

absl::Status SetStage(const Deployment& deployment) {
  // Without any unit in the directory every unit is taken as it is named: measuring needs no city.
  LIANBAN_RETURN_IF_ERROR(Publish(deployment, "bench_six"));
  return Publish(deployment, "bench_wait");
}

}  // namespace lianban::load

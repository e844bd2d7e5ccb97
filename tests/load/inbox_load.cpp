#include "tests/load/inbox_load.h"

#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "lianban/casework/v1/casework.grpc.pb.h"
#include "services/lib/rpc/status.h"
#include "tests/load/stage.h"

namespace lianban::load {

absl::StatusOr<std::vector<double>> ReadInboxThroughService(const Deployment& deployment, int times) {
  const auto stub = casework::v1::Casework::NewStub(deployment.NewChannel());
  const std::string context = deployment.SignedContext("bench", {kDesk});
  std::vector<double> milliseconds;
  for (int i = 0; i < times; ++i) {
    grpc::ClientContext call;
    call.AddMetadata(rpc::kContextKey, context);
    casework::v1::ListTasksRequest request;
    casework::v1::ListTasksResponse response;
    const absl::Time begun = absl::Now();
    const grpc::Status status = stub->ListTasks(&call, request, &response);
    if (!status.ok()) return rpc::FromGrpc(status);
    if (response.tasks_size() != 50) return absl::InternalError("the page is not full");
    milliseconds.push_back(absl::ToDoubleMilliseconds(absl::Now() - begun));
  }
  return milliseconds;
}

absl::StatusOr<std::vector<double>> CallForNothing(const Deployment& deployment, int times) {
  const auto stub = casework::v1::Casework::NewStub(deployment.NewChannel());
  std::vector<double> milliseconds;
  for (int i = 0; i < times; ++i) {
    grpc::ClientContext call;
    casework::v1::ListTasksResponse response;
    const absl::Time begun = absl::Now();
    const grpc::Status status = stub->ListTasks(&call, casework::v1::ListTasksRequest(), &response);
    milliseconds.push_back(absl::ToDoubleMilliseconds(absl::Now() - begun));
    if (status.error_code() != grpc::UNAUTHENTICATED) return absl::InternalError("a call without a caller was served");
  }
  return milliseconds;
}

}  // namespace lianban::load

#pragma once
// absl::Status <-> grpc::Status with google.rpc.Status details: ErrorInfo, LocalizedMessage (zh-CN and en), BadRequest.

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace lianban::rpc {

// `domain`: the service, "casework.lianban". INTERNAL and UNKNOWN errors are replaced by a trace number; the text goes
// to the log only, so that no SQL and no path reaches a user.
grpc::Status ToGrpc(const absl::Status& status, std::string_view domain);
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace lianban::rpc

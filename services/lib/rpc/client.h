#pragma once
// What a service sends along when it calls another one.

#include "absl/time/time.h"
#include "grpcpp/client_context.h"
#include "services/lib/rpc/context.h"

namespace lianban::rpc {

// Signs `caller` into the call's metadata, continues the current trace and sets the deadline. A caller whose context is
// about to expire cannot be prolonged: take a SystemContext for work that outlives the request.
void PrepareCall(grpc::ClientContext& call, const ContextSigner& signer, const Context& caller,
                 absl::Duration timeout = absl::Seconds(10));

}  // namespace lianban::rpc

#include "services/lib/rpc/client.h"

#include "absl/time/clock.h"
#include "services/lib/telemetry/trace.h"

namespace lianban::rpc {

void PrepareCall(grpc::ClientContext& call, const ContextSigner& signer, const Context& caller,
                 absl::Duration timeout) {
  call.AddMetadata(kContextKey, signer.Sign(caller));
  const auto& trace = telemetry::CurrentTraceId();
  call.AddMetadata("traceparent", telemetry::TraceparentOf(trace.empty() ? telemetry::NewTraceId() : trace));
  call.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
}

}  // namespace lianban::rpc

#include "services/lib/rpc/call.h"

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/lib/telemetry/trace.h"

namespace lianban::rpc {
namespace {

std::string_view Metadata(const grpc::CallbackServerContext& call, const char* key) {
  const auto& metadata = call.client_metadata();
  const auto it = metadata.find(key);
  if (it == metadata.end()) return {};
  return {it->second.data(), it->second.size()};
}

absl::Status RunGuarded(const std::function<absl::Status()>& work) {
  // The last line: an exception that no wrapper caught fails one call, not the process.
  try {
    return work();
  } catch (const std::exception& error) {
    return absl::InternalError(fmt::format("uncaught: {}", error.what()));
  }
}

}  // namespace

absl::StatusOr<Context> CallerOf(const grpc::CallbackServerContext& call, const ContextSigner& signer) {
  const auto signed_context = Metadata(call, kContextKey);
  if (signed_context.empty()) return Error("UNAUTHENTICATED");
  return signer.Verify(signed_context, absl::Now());
}

std::string TraceOf(const grpc::CallbackServerContext& call) {
  auto trace = telemetry::TraceIdOf(Metadata(call, "traceparent"));
  return trace.empty() ? telemetry::NewTraceId() : trace;
}

void Calls::Post(grpc::CallbackServerContext* call, grpc::ServerUnaryReactor* reactor,
                 std::function<absl::Status()> work) const {
  const bool accepted = executor_.TryRun([this, call, reactor, trace = TraceOf(*call), work = std::move(work)] {
    if (call->IsCancelled()) {  // nobody waits any more
      reactor->Finish(grpc::Status(grpc::StatusCode::CANCELLED, "cancelled"));
      return;
    }
    const telemetry::TraceScope scope(trace);
    reactor->Finish(ToGrpc(RunGuarded(work), domain_));
  });
  if (!accepted) reactor->Finish(ToGrpc(Error("SERVER_BUSY"), domain_));
}

}  // namespace lianban::rpc

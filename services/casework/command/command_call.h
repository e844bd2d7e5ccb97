#pragma once
// Commands arrive on completion queues that the executors themselves wait on: no thread stands between the network and
// the batch, and what arrives while a batch is being written is the next one.

#include "grpcpp/server_context.h"
#include "grpcpp/support/async_unary_call.h"
#include "lianban/casework/v1/casework.grpc.pb.h"
#include "services/casework/command/decode_order.h"
#include "services/casework/command/executor.h"

namespace lianban::casework {

inline constexpr char kErrorDomain[] = "casework.lianban";

// The methods that executors serve; casework_service.h has the others.
using CommandService = v1::Casework::WithAsyncMethod_StartCase<v1::Casework::WithAsyncMethod_CompleteTask<
    v1::Casework::WithAsyncMethod_ClaimTask<v1::Casework::WithAsyncMethod_ReleaseTask<
        v1::Casework::WithAsyncMethod_SendMessage<v1::Casework::WithAsyncMethod_ActOnCase<v1::Casework::Service>>>>>>;

// The caller named by the call's metadata. Error: UNAUTHENTICATED.
absl::StatusOr<rpc::Context> CallerOf(const grpc::ServerContext& call, const rpc::ContextSigner& signer);

// Lets the executor take this many calls of each method at a time; more wait inside gRPC or go to another executor.
void ListenForCommands(CommandService& service, const rpc::ContextSigner& signer, Executor& executor);

}  // namespace lianban::casework

#pragma once
// The gRPC face of the runs over due dates.

#include "lianban/casework/v1/clock_runs.grpc.pb.h"
#include "services/casework/clock/list_clock_runs.h"
#include "services/lib/rpc/call.h"

namespace lianban::casework {

class ClockRunsService final : public v1::ClockRuns::CallbackService {
 public:
  ClockRunsService(const rpc::ContextSigner& signer, rpc::Executor& executor, ConnectionPool& connections,
                   const PageTokens& tokens)
      : calls_(signer, executor, "casework.lianban"), connections_(connections), tokens_(tokens) {}

  grpc::ServerUnaryReactor* ListClockRuns(grpc::CallbackServerContext* call, const v1::ListClockRunsRequest* request,
                                          v1::ListClockRunsResponse* response) override {
    return calls_.Serve(call, request, response,
                        [this](const rpc::Context& caller, const v1::ListClockRunsRequest& asked) {
                          return casework::ListClockRuns(connections_, tokens_, caller, asked);
                        });
  }
  grpc::ServerUnaryReactor* ListRunMoves(grpc::CallbackServerContext* call, const v1::ListRunMovesRequest* request,
                                         v1::ListRunMovesResponse* response) override {
    return calls_.Serve(call, request, response,
                        [this](const rpc::Context& caller, const v1::ListRunMovesRequest& asked) {
                          return casework::ListRunMoves(connections_, tokens_, caller, asked);
                        });
  }

 private:
  rpc::Calls calls_;
  ConnectionPool& connections_;
  const PageTokens& tokens_;
};

}  // namespace lianban::casework

#pragma once
// One unary method of the callback API: verify the caller, run the handler on a worker, answer.
//
//   grpc::ServerUnaryReactor* ListUnits(grpc::CallbackServerContext* call, const ListUnitsRequest* request,
//                                       ListUnitsResponse* response) override {
//     return calls_.Serve(call, request, response,
//                         [this](const rpc::Context& caller, const ListUnitsRequest& r) { return units_.List(caller,
//                         r); });
//   }
//
// A handler returns absl::StatusOr<Response>; the status becomes google.rpc.Status details (rpc/status.h).

#include <functional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "services/lib/rpc/context.h"
#include "services/lib/rpc/executor.h"
#include "services/lib/rpc/status.h"

namespace lianban::rpc {

// The caller named by the request's metadata; UNAUTHENTICATED when there is none. For handlers that are not unary.
absl::StatusOr<Context> CallerOf(const grpc::CallbackServerContext& call, const ContextSigner& signer);

// The trace-id the caller sent, or a new one.
std::string TraceOf(const grpc::CallbackServerContext& call);

class Calls {
 public:
  // `domain` as in rpc/status.h: "identity.lianban". Signer and executor outlive the calls.
  Calls(const ContextSigner& signer, Executor& executor, std::string domain)
      : signer_(signer), executor_(executor), domain_(std::move(domain)) {}

  // handler: absl::StatusOr<Response>(const Context&, const Request&)
  template <class Request, class Response, class Handler>
  grpc::ServerUnaryReactor* Serve(grpc::CallbackServerContext* call, const Request* request, Response* response,
                                  Handler handler) const {
    auto* reactor = call->DefaultReactor();
    auto caller = CallerOf(*call, signer_);
    if (!caller.ok()) {
      reactor->Finish(ToGrpc(caller.status(), domain_));
      return reactor;
    }
    Post(call, reactor, [request, response, caller = *std::move(caller), handler = std::move(handler)] {
      return Answer(handler(caller, *request), response);
    });
    return reactor;
  }

  // For the few methods that need no caller. handler: absl::StatusOr<Response>(const Request&)
  template <class Request, class Response, class Handler>
  grpc::ServerUnaryReactor* ServeAnyone(grpc::CallbackServerContext* call, const Request* request, Response* response,
                                        Handler handler) const {
    auto* reactor = call->DefaultReactor();
    Post(call, reactor,
         [request, response, handler = std::move(handler)] { return Answer(handler(*request), response); });
    return reactor;
  }

 private:
  template <class Response>
  static absl::Status Answer(absl::StatusOr<Response> result, Response* response) {
    if (result.ok()) *response = *std::move(result);
    return result.status();
  }
  // Runs `work` on the executor and finishes the call with its status; SERVER_BUSY when the executor is full.
  void Post(grpc::CallbackServerContext* call, grpc::ServerUnaryReactor* reactor,
            std::function<absl::Status()> work) const;

  const ContextSigner& signer_;
  Executor& executor_;
  const std::string domain_;
};

}  // namespace lianban::rpc

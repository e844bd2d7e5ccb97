#include "services/casework/outbox/connectors_service.h"

namespace lianban::casework {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

ConnectorsService::ConnectorsService(const rpc::ContextSigner& signer, rpc::Executor& executor, Connectors& connectors,
                                     Effects& effects)
    : calls_(signer, executor, "casework.lianban"), connectors_(connectors), effects_(effects) {}

ServerUnaryReactor* ConnectorsService::PutConnector(CallbackServerContext* call, const v1::PutConnectorRequest* request,
                                                    v1::Connector* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::PutConnectorRequest& asked) {
    return connectors_.Put(caller, asked);
  });
}

ServerUnaryReactor* ConnectorsService::ListConnectors(CallbackServerContext* call,
                                                      const v1::ListConnectorsRequest* request,
                                                      v1::ListConnectorsResponse* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::ListConnectorsRequest&) {
    return connectors_.List(caller);
  });
}

ServerUnaryReactor* ConnectorsService::ListEffects(CallbackServerContext* call, const v1::ListEffectsRequest* request,
                                                   v1::ListEffectsResponse* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::ListEffectsRequest& asked) {
    return effects_.List(caller, asked);
  });
}

ServerUnaryReactor* ConnectorsService::ResendEffect(CallbackServerContext* call, const v1::ResendEffectRequest* request,
                                                    v1::Effect* response) {
  return calls_.Serve(call, request, response, [this](const rpc::Context& caller, const v1::ResendEffectRequest& asked) {
    return effects_.Resend(caller, asked);
  });
}

}  // namespace lianban::casework

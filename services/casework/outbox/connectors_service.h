#pragma once
// The gRPC face of connectors and effects.

#include "lianban/casework/v1/connectors.grpc.pb.h"
#include "services/casework/outbox/connectors.h"
#include "services/casework/outbox/effects.h"
#include "services/lib/rpc/call.h"

namespace lianban::casework {

class ConnectorsService final : public v1::Connectors::CallbackService {
 public:
  ConnectorsService(const rpc::ContextSigner& signer, rpc::Executor& executor, Connectors& connectors, Effects& effects);

  grpc::ServerUnaryReactor* PutConnector(grpc::CallbackServerContext* call, const v1::PutConnectorRequest* request,
                                         v1::Connector* response) override;
  grpc::ServerUnaryReactor* ListConnectors(grpc::CallbackServerContext* call, const v1::ListConnectorsRequest* request,
                                           v1::ListConnectorsResponse* response) override;
  grpc::ServerUnaryReactor* ListEffects(grpc::CallbackServerContext* call, const v1::ListEffectsRequest* request,
                                        v1::ListEffectsResponse* response) override;
  grpc::ServerUnaryReactor* ResendEffect(grpc::CallbackServerContext* call, const v1::ResendEffectRequest* request,
                                         v1::Effect* response) override;

 private:
  rpc::Calls calls_;
  casework::Connectors& connectors_;
  Effects& effects_;
};

}  // namespace lianban::casework

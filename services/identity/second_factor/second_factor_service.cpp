#include "services/identity/second_factor/second_factor_service.h"

namespace lianban::identity {

SecondFactorService::SecondFactorService(CommandContext context, rpc::Executor& reading, rpc::Executor& hashing)
    : context_(std::move(context)),
      calls_(context_.signer, reading, "identity.lianban"),
      hashing_calls_(context_.signer, hashing, "identity.lianban") {}

grpc::ServerUnaryReactor* SecondFactorService::EnrolSecondFactor(Call* call, const v1::EnrolSecondFactorRequest* request,
                                                                 v1::EnrolSecondFactorResponse* response) {
  return hashing_calls_.ServeAnyone(call, request, response, [this](const v1::EnrolSecondFactorRequest& r) {
    return identity::EnrolSecondFactor(context_, r);
  });
}

grpc::ServerUnaryReactor* SecondFactorService::ConfirmSecondFactor(Call* call,
                                                                   const v1::ConfirmSecondFactorRequest* request,
                                                                   v1::ConfirmSecondFactorResponse* response) {
  return hashing_calls_.ServeAnyone(call, request, response, [this](const v1::ConfirmSecondFactorRequest& r) {
    return identity::ConfirmSecondFactor(context_, r);
  });
}

grpc::ServerUnaryReactor* SecondFactorService::RemoveSecondFactor(Call* call, const v1::RemoveSecondFactorRequest* request,
                                                                  v1::RemoveSecondFactorResponse* response) {
  return calls_.Serve(call, request, response, [this](const v1::Context& caller, const v1::RemoveSecondFactorRequest& r) {
    return identity::RemoveSecondFactor(context_, caller, r);
  });
}

grpc::ServerUnaryReactor* SecondFactorService::GetSecondFactor(Call* call, const v1::GetSecondFactorRequest* request,
                                                               v1::GetSecondFactorResponse* response) {
  return calls_.Serve(call, request, response, [this](const v1::Context& caller, const v1::GetSecondFactorRequest& r) {
    return identity::GetSecondFactor(context_, caller, r);
  });
}

grpc::ServerUnaryReactor* SecondFactorService::SetSecondFactorRoles(Call* call,
                                                                    const v1::SetSecondFactorRolesRequest* request,
                                                                    v1::SetSecondFactorRolesResponse* response) {
  return calls_.Serve(call, request, response, [this](const v1::Context& caller, const v1::SetSecondFactorRolesRequest& r) {
    return identity::SetSecondFactorRoles(context_, caller, r);
  });
}

}  // namespace lianban::identity

#pragma once
// gRPC adapter of the second factor: hands over to the command of the same name (second_factor.h).

#include "lianban/identity/v1/second_factor.grpc.pb.h"
#include "services/identity/second_factor/second_factor.h"
#include "services/lib/rpc/call.h"

namespace lianban::identity {

class SecondFactorService final : public v1::SecondFactor::CallbackService {
 public:
  // `hashing` as in IdentityService.
  SecondFactorService(CommandContext context, rpc::Executor& reading, rpc::Executor& hashing);

  using Call = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;
  Reactor* EnrolSecondFactor(Call*, const v1::EnrolSecondFactorRequest*, v1::EnrolSecondFactorResponse*) override;
  Reactor* ConfirmSecondFactor(Call*, const v1::ConfirmSecondFactorRequest*, v1::ConfirmSecondFactorResponse*) override;
  Reactor* RemoveSecondFactor(Call*, const v1::RemoveSecondFactorRequest*, v1::RemoveSecondFactorResponse*) override;
  Reactor* GetSecondFactor(Call*, const v1::GetSecondFactorRequest*, v1::GetSecondFactorResponse*) override;
  Reactor* SetSecondFactorRoles(Call*, const v1::SetSecondFactorRolesRequest*, v1::SetSecondFactorRolesResponse*) override;

 private:
  const CommandContext context_;
  const rpc::Calls calls_, hashing_calls_;
};

}  // namespace lianban::identity

#pragma once
// gRPC adapter: verifies the caller and hands over to the command of the same name (commands.h).

#include "lianban/identity/v1/identity.grpc.pb.h"
#include "services/identity/command_context.h"
#include "services/lib/rpc/call.h"

namespace lianban::identity {

class IdentityService final : public v1::Identity::CallbackService {
 public:
  // `hashing` runs what computes Argon2id: as many at a time as it has threads, 19 MiB each.
  IdentityService(CommandContext context, rpc::Executor& reading, rpc::Executor& hashing);

#define LIANBAN_IDENTITY_METHOD(Method, Response)                                                         \
  grpc::ServerUnaryReactor* Method(grpc::CallbackServerContext* call, const v1::Method##Request* request, \
                                   v1::Response* response) override;
  LIANBAN_IDENTITY_METHOD(SignIn, SignInResponse)
  LIANBAN_IDENTITY_METHOD(SignOut, SignOutResponse)
  LIANBAN_IDENTITY_METHOD(GetContext, GetContextResponse)
  LIANBAN_IDENTITY_METHOD(ChangePassword, ChangePasswordResponse)
  LIANBAN_IDENTITY_METHOD(ListAreas, ListAreasResponse)
  LIANBAN_IDENTITY_METHOD(ImportAreas, ImportAreasResponse)
  LIANBAN_IDENTITY_METHOD(ListUnits, ListUnitsResponse)
  LIANBAN_IDENTITY_METHOD(PutUnit, Unit)
  LIANBAN_IDENTITY_METHOD(AbolishUnit, Unit)
  LIANBAN_IDENTITY_METHOD(ListUsers, ListUsersResponse)
  LIANBAN_IDENTITY_METHOD(PutUser, User)
  LIANBAN_IDENTITY_METHOD(DisableUser, User)
  LIANBAN_IDENTITY_METHOD(GrantRole, User)
  LIANBAN_IDENTITY_METHOD(RevokeRole, User)
  LIANBAN_IDENTITY_METHOD(ListSessions, ListSessionsResponse)
  LIANBAN_IDENTITY_METHOD(EndSession, EndSessionResponse)
#undef LIANBAN_IDENTITY_METHOD

 private:
  const CommandContext context_;
  const rpc::Calls calls_, hashing_calls_;
};

}  // namespace lianban::identity

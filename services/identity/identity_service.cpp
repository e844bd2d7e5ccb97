#include "services/identity/identity_service.h"

#include "services/identity/commands.h"

namespace lianban::identity {

IdentityService::IdentityService(CommandContext context, rpc::Executor& reading, rpc::Executor& hashing)
    : context_(std::move(context)),
      calls_(context_.signer, reading, "identity.lianban"),
      hashing_calls_(context_.signer, hashing, "identity.lianban") {}

// calls: which executor; the session is the authority of ANYONE's methods.
#define LIANBAN_METHOD(Method, Response, calls)                                                                   \
  grpc::ServerUnaryReactor* IdentityService::Method(grpc::CallbackServerContext* call,                            \
                                                    const v1::Method##Request* request, v1::Response* response) { \
    return calls.Serve(call, request, response, [this](const v1::Context& caller, const v1::Method##Request& r) { \
      return identity::Method(context_, caller, r);                                                               \
    });                                                                                                           \
  }
#define LIANBAN_METHOD_OF_ANYONE(Method, Response, calls)                                                         \
  grpc::ServerUnaryReactor* IdentityService::Method(grpc::CallbackServerContext* call,                            \
                                                    const v1::Method##Request* request, v1::Response* response) { \
    return calls.ServeAnyone(call, request, response,                                                             \
                             [this](const v1::Method##Request& r) { return identity::Method(context_, r); });     \
  }

LIANBAN_METHOD_OF_ANYONE(SignIn, SignInResponse, hashing_calls_)
LIANBAN_METHOD_OF_ANYONE(SignOut, SignOutResponse, calls_)
LIANBAN_METHOD_OF_ANYONE(GetContext, GetContextResponse, calls_)
LIANBAN_METHOD(ChangePassword, ChangePasswordResponse, hashing_calls_)
LIANBAN_METHOD(ListAreas, ListAreasResponse, calls_)
LIANBAN_METHOD(ImportAreas, ImportAreasResponse, calls_)
LIANBAN_METHOD(ListUnits, ListUnitsResponse, calls_)
LIANBAN_METHOD(PutUnit, Unit, calls_)
LIANBAN_METHOD(AbolishUnit, Unit, calls_)
LIANBAN_METHOD(ListUsers, ListUsersResponse, calls_)
LIANBAN_METHOD(PutUser, User, hashing_calls_)
LIANBAN_METHOD(DisableUser, User, calls_)
LIANBAN_METHOD(GrantRole, User, calls_)
LIANBAN_METHOD(RevokeRole, User, calls_)
LIANBAN_METHOD(ListSessions, ListSessionsResponse, calls_)
LIANBAN_METHOD(EndSession, EndSessionResponse, calls_)

#undef LIANBAN_METHOD
#undef LIANBAN_METHOD_OF_ANYONE

}  // namespace lianban::identity

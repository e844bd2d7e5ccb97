#pragma once
// One function per method of lianban.identity.v1.Identity, each in the file of its name. `caller` is verified.
// Reading methods answer every signed-in caller unless said otherwise; changing ones need the role system_admin and the
// request_id, and change only what lies in the area of the caller's desk.

#include "absl/status/statusor.h"
#include "lianban/identity/v1/identity.pb.h"
#include "services/identity/command_context.h"

namespace lianban::identity {

// The session is the authority of these: no caller.
absl::StatusOr<v1::SignInResponse> SignIn(const CommandContext& context, const v1::SignInRequest& request);
absl::StatusOr<v1::SignOutResponse> SignOut(const CommandContext& context, const v1::SignOutRequest& request);
absl::StatusOr<v1::GetContextResponse> GetContext(const CommandContext& context, const v1::GetContextRequest& request);

// Of the caller's own account. Ends all its sessions, this one too.
absl::StatusOr<v1::ChangePasswordResponse> ChangePassword(const CommandContext& context, const v1::Context& caller,
                                                          const v1::ChangePasswordRequest& request);

absl::StatusOr<v1::ListAreasResponse> ListAreas(const CommandContext& context, const v1::Context& caller,
                                                const v1::ListAreasRequest& request);
absl::StatusOr<v1::ImportAreasResponse> ImportAreas(const CommandContext& context, const v1::Context& caller,
                                                    const v1::ImportAreasRequest& request);

absl::StatusOr<v1::ListUnitsResponse> ListUnits(const CommandContext& context, const v1::Context& caller,
                                                const v1::ListUnitsRequest& request);
absl::StatusOr<v1::Unit> PutUnit(const CommandContext& context, const v1::Context& caller,
                                 const v1::PutUnitRequest& request);
absl::StatusOr<v1::Unit> AbolishUnit(const CommandContext& context, const v1::Context& caller,
                                     const v1::AbolishUnitRequest& request);

// Administrators see everyone with login; others see the names of one unit at a time.
absl::StatusOr<v1::ListUsersResponse> ListUsers(const CommandContext& context, const v1::Context& caller,
                                                const v1::ListUsersRequest& request);
absl::StatusOr<v1::User> PutUser(const CommandContext& context, const v1::Context& caller,
                                 const v1::PutUserRequest& request);
absl::StatusOr<v1::User> DisableUser(const CommandContext& context, const v1::Context& caller,
                                     const v1::DisableUserRequest& request);
absl::StatusOr<v1::User> GrantRole(const CommandContext& context, const v1::Context& caller,
                                   const v1::GrantRoleRequest& request);
absl::StatusOr<v1::User> RevokeRole(const CommandContext& context, const v1::Context& caller,
                                    const v1::RevokeRoleRequest& request);

// For the role security_admin.
absl::StatusOr<v1::ListSessionsResponse> ListSessions(const CommandContext& context, const v1::Context& caller,
                                                      const v1::ListSessionsRequest& request);
absl::StatusOr<v1::EndSessionResponse> EndSession(const CommandContext& context, const v1::Context& caller,
                                                  const v1::EndSessionRequest& request);

}  // namespace lianban::identity

#pragma once
// What a caller may do in intake. Every call asks here, nowhere else.
//
// Registering (reports, visits, parties) is for window, dispatcher and importer desks. Reading a matter is for desks of
// the units that registered or handle it; dispatcher, importer and system_admin see the whole city. Channels belong to
// workflow_admin and system_admin.

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "services/lib/rpc/context.h"

namespace lianban::intake {

bool HasRole(const rpc::Context& caller, std::initializer_list<std::string_view> roles);
bool SeesWholeCity(const rpc::Context& caller);  // also the platform itself and other services
std::vector<std::string> UnitsOf(const rpc::Context& caller);
std::vector<std::string> RolesOf(const rpc::Context& caller);

absl::Status MayRegister(const rpc::Context& caller);     // PERMISSION_DENIED
absl::Status MayReadParties(const rpc::Context& caller);  // any desk that does casework
absl::Status MayChangeChannels(const rpc::Context& caller);

}  // namespace lianban::intake

#pragma once
// Who may see a case and who may act on it. A case somebody may not see does not exist for them.

#include <string>
#include <vector>

#include "services/casework/case/case_record.h"
#include "services/lib/rpc/context.h"
#include "services/workflow/engine/environment.h"

namespace lianban::casework {

// People of a unit that handles or has handled the case, leaders (and importers) of a unit above one of these, whoever
// an open task is assigned to, and the platform itself.
// `stands_for`: users whose substitute the caller is now; whom a copy was sent to sees the case as well.
bool MaySee(const rpc::Context& caller, const CaseRecord& record, const workflow::Directory& directory,
            const std::vector<std::string>& stands_for = {});
// The same for a list of units.
bool MaySeeUnits(const rpc::Context& caller, const std::vector<std::string>& units,
                 const workflow::Directory& directory);

// For operations on the case as a whole (suspend, extend, terminate …): the unit that handles it now, one with an open
// task, or the leaders above.
bool MayOperate(const rpc::Context& caller, const workflow::CaseState& state, const workflow::Directory& directory);

// Reads the whole log: the platform, and auditors of the city.
bool MayReadLog(const rpc::Context& caller);

// Enters what others did (补录) in `unit`: role "importer" there or above.
bool MayEnterFor(const rpc::Context& caller, std::string_view unit, const workflow::Directory& directory);
bool IsImporter(const rpc::Context& caller);
bool IsPlatform(const rpc::Context& caller);
bool HoldsRole(const rpc::Context& caller, std::string_view role);
// Looks after the city's installation: connectors, what was not delivered.
bool IsSystemAdmin(const rpc::Context& caller);

// "<unit>/<role>" of every desk of the caller.
std::vector<std::string> DesksOf(const rpc::Context& caller);

// Units whose cases the caller may list: own units, and everything below a unit they lead. Sorted.
std::vector<std::string> VisibleUnits(const rpc::Context& caller, const workflow::Directory& directory);

}  // namespace lianban::casework

#include "services/identity/account/account_store.h"
#include "services/identity/account/caller_rights.h"
#include "services/identity/audit_store.h"
#include "services/identity/commands.h"
#include "services/identity/directory/unit_store.h"
#include "services/identity/request_store.h"
#include "services/identity/session/session_store.h"
#include "services/identity/value_rules.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {

absl::StatusOr<v1::Unit> AbolishUnit(const CommandContext& context, const v1::Context& caller,
                                     const v1::AbolishUnitRequest& request) {
  const std::string &city = caller.city_id(), &unit_id = request.unit_id();
  LIANBAN_RETURN_IF_ERROR(CheckText("reason", request.reason(), 1, 500));
  return RunOnce<v1::Unit>(context, caller, request, [&](postgres::Transaction& tx) -> absl::StatusOr<v1::Unit> {
    LIANBAN_ASSIGN_OR_RETURN(const auto rights, AdministratorRights(tx, caller));
    LIANBAN_RETURN_IF_ERROR(LockUnit(tx, city, unit_id).status());
    LIANBAN_ASSIGN_OR_RETURN(const auto unit, RequireUnit(tx, city, unit_id));
    LIANBAN_ASSIGN_OR_RETURN(const auto successor, RequireUnit(tx, city, request.successor()));
    LIANBAN_RETURN_IF_ERROR(rights.RequireArea(unit.area_code(), unit.name()));
    LIANBAN_RETURN_IF_ERROR(rights.RequireArea(successor.area_code(), successor.name()));
    LIANBAN_ASSIGN_OR_RETURN(const bool below, IsWithin(tx, city, successor.unit_id(), unit_id));
    if (below) return Error("UNIT_LOOP", {{"unit", successor.unit_id()}});
    LIANBAN_RETURN_IF_ERROR(StoreSuccessor(tx, city, unit_id, successor.unit_id()));
    LIANBAN_ASSIGN_OR_RETURN(const auto people, MovePeople(tx, city, unit_id, successor.unit_id()));
    LIANBAN_RETURN_IF_ERROR(EndSessionsOf(tx, city, people, context.now(), "role change"));
    LIANBAN_RETURN_IF_ERROR(AppendAudit(tx, city, context.now(),
                                        {caller.user_id(),
                                         "UnitAbolished",
                                         unit_id,
                                         {{"successor", successor.unit_id()}, {"reason", request.reason()}}}));
    LIANBAN_ASSIGN_OR_RETURN(const auto after, FindUnits(tx, city, {unit_id}));
    return after.at(0);
  });
}

}  // namespace lianban::identity

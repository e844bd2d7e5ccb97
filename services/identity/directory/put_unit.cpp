#include "services/identity/account/caller_rights.h"
#include "services/identity/audit_store.h"
#include "services/identity/commands.h"
#include "services/identity/directory/area_store.h"
#include "services/identity/directory/unit_store.h"
#include "services/identity/request_store.h"
#include "services/identity/value_rules.h"
#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

absl::Status CheckFields(const v1::Unit& unit) {
  LIANBAN_RETURN_IF_ERROR(CheckIdentifier("unit_id", unit.unit_id()));
  LIANBAN_RETURN_IF_ERROR(CheckText("name", unit.name(), 1, 120));
  LIANBAN_RETURN_IF_ERROR(CheckChoice(
      "kind", unit.kind(), {"department", "street", "community", "centre", "court", "police", "organisation"}));
  LIANBAN_RETURN_IF_ERROR(CheckChoice("level", unit.level(), {"city", "district", "street", "community"}));
  LIANBAN_RETURN_IF_ERROR(CheckAreaCode(unit.area_code()));
  return CheckText("phone", unit.phone(), 0, 40);
}

absl::Status CheckParent(postgres::Transaction& tx, const std::string& city, const v1::Unit& unit) {
  if (unit.parent().empty()) return absl::OkStatus();
  LIANBAN_RETURN_IF_ERROR(RequireUnit(tx, city, unit.parent()).status());
  LIANBAN_ASSIGN_OR_RETURN(const bool loop, IsWithin(tx, city, unit.parent(), unit.unit_id()));
  return loop ? Error("UNIT_LOOP", {{"unit", unit.unit_id()}}) : absl::OkStatus();
}

absl::Status Store(postgres::Transaction& tx, const std::string& city, const Rights& rights, const v1::Unit& unit) {
  LIANBAN_ASSIGN_OR_RETURN(const auto before, LockUnit(tx, city, unit.unit_id()));
  if (!before) {
    if (!unit.etag().empty()) return Error("NOT_FOUND", {{"name", unit.unit_id()}});
    return InsertUnit(tx, city, unit);
  }
  LIANBAN_RETURN_IF_ERROR(rights.RequireArea(before->area_code(), before->name()));
  if (!before->successor().empty()) {
    return Error("UNIT_ABOLISHED", {{"unit", before->name()}, {"successor", before->successor()}});
  }
  if (!unit.etag().empty() && unit.etag() != before->etag()) return Error("ENTRY_CHANGED");
  return UpdateUnit(tx, city, unit);
}

}  // namespace

absl::StatusOr<v1::Unit> PutUnit(const CommandContext& context, const v1::Context& caller,
                                 const v1::PutUnitRequest& request) {
  const v1::Unit& unit = request.unit();
  const std::string& city = caller.city_id();
  LIANBAN_RETURN_IF_ERROR(CheckFields(unit));
  return RunOnce<v1::Unit>(context, caller, request, [&](postgres::Transaction& tx) -> absl::StatusOr<v1::Unit> {
    LIANBAN_ASSIGN_OR_RETURN(const auto rights, AdministratorRights(tx, caller));
    LIANBAN_RETURN_IF_ERROR(rights.RequireArea(unit.area_code(), unit.name()));
    LIANBAN_RETURN_IF_ERROR(RequireArea(tx, city, unit.area_code(), ChineseDay(context.now())));
    LIANBAN_RETURN_IF_ERROR(CheckParent(tx, city, unit));
    LIANBAN_RETURN_IF_ERROR(Store(tx, city, rights, unit));
    LIANBAN_RETURN_IF_ERROR(
        AppendAudit(tx, city, context.now(),
                    {caller.user_id(),
                     "UnitPut",
                     unit.unit_id(),
                     {{"name", unit.name()}, {"area", unit.area_code()}, {"parent", unit.parent()}}}));
    return RequireUnit(tx, city, unit.unit_id());
  });
}

}  // namespace lianban::identity

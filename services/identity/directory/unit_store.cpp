#include "services/identity/directory/unit_store.h"

#include "services/lib/errors/error.h"

namespace lianban::identity {
namespace {

v1::Unit UnitOf(const postgres::Rows& rows, int row) {
  v1::Unit unit;
  unit.set_unit_id(rows.GetString(row, 0));
  unit.set_name(rows.GetString(row, 1));
  unit.set_kind(rows.GetString(row, 2));
  unit.set_area_code(rows.GetString(row, 3));
  unit.set_level(rows.GetString(row, 4));
  unit.set_parent(rows.GetString(row, 5));
  unit.set_successor(rows.GetString(row, 6));
  unit.set_phone(rows.GetString(row, 7));
  unit.set_etag(rows.GetString(row, 8));
  return unit;
}

std::vector<v1::Unit> UnitsOf(const postgres::Rows& rows) {
  std::vector<v1::Unit> units;
  for (int i = 0; i < rows.size(); ++i) units.push_back(UnitOf(rows, i));
  return units;
}

std::vector<postgres::Param> Values(const std::string& city, const v1::Unit& unit) {
  return {city, unit.unit_id(), unit.name(), unit.kind(), unit.area_code(), unit.level(), unit.parent(), unit.phone()};
}

}  // namespace

absl::StatusOr<std::vector<v1::Unit>> ReadUnits(postgres::Transaction& tx, const std::string& city,
                                                const UnitPage& page) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows,
                           tx.Query("list_units", {city, page.after, page.area_code, std::to_string(page.size)}));
  return UnitsOf(*rows);
}

absl::StatusOr<std::string> UnitsEtag(postgres::Transaction& tx, const std::string& city) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("unit_revision", {city}));
  return rows->size() == 0 ? std::string("0") : rows->GetString(0, 0);
}

absl::StatusOr<std::vector<v1::Unit>> FindUnits(postgres::Transaction& tx, const std::string& city,
                                                const std::vector<std::string>& unit_ids) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("find_units", {city, postgres::TextArray(unit_ids)}));
  return UnitsOf(*rows);
}

absl::StatusOr<v1::Unit> RequireUnit(postgres::Transaction& tx, const std::string& city, const std::string& unit_id) {
  LIANBAN_ASSIGN_OR_RETURN(const auto units, FindUnits(tx, city, {unit_id}));
  if (units.empty()) return Error("UNIT_UNKNOWN", {{"unit", unit_id}});
  if (!units[0].successor().empty()) {
    return Error("UNIT_ABOLISHED", {{"unit", units[0].name()}, {"successor", units[0].successor()}});
  }
  return units[0];
}

absl::StatusOr<std::optional<v1::Unit>> LockUnit(postgres::Transaction& tx, const std::string& city,
                                                 const std::string& unit_id) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("lock_unit", {city, unit_id}));
  if (rows->size() == 0) return std::nullopt;
  return UnitOf(*rows, 0);
}

absl::StatusOr<bool> IsWithin(postgres::Transaction& tx, const std::string& city, const std::string& unit_id,
                              const std::string& above) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("unit_and_above", {city, unit_id}));
  for (int i = 0; i < rows->size(); ++i) {
    if (rows->Get(i, 0) == above) return true;
  }
  return false;
}

absl::Status InsertUnit(postgres::Transaction& tx, const std::string& city, const v1::Unit& unit) {
  const auto status = tx.Query("insert_unit", Values(city, unit)).status();
  if (postgres::ViolatedConstraint(status) == "unit_pkey") return Error("ENTRY_CHANGED");  // somebody was faster
  LIANBAN_RETURN_IF_ERROR(status);
  return tx.Query("bump_unit_revision", {city}).status();
}

absl::Status UpdateUnit(postgres::Transaction& tx, const std::string& city, const v1::Unit& unit) {
  LIANBAN_RETURN_IF_ERROR(tx.Query("update_unit", Values(city, unit)).status());
  return tx.Query("bump_unit_revision", {city}).status();
}

absl::Status StoreSuccessor(postgres::Transaction& tx, const std::string& city, const std::string& unit_id,
                            const std::string& successor) {
  LIANBAN_RETURN_IF_ERROR(tx.Query("set_successor", {city, unit_id, successor}).status());
  LIANBAN_RETURN_IF_ERROR(tx.Query("move_child_units", {city, unit_id, successor}).status());
  return tx.Query("bump_unit_revision", {city}).status();
}

}  // namespace lianban::identity

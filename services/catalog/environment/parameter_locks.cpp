#include "services/catalog/environment/parameter_locks.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/catalog/note_change.h"
#include "services/lib/errors/error.h"
#include "services/workflow/overlay/compose.h"
#include "services/workflow/validate/area_code.h"

namespace lianban::catalog {
namespace {

// Keys and areas of the rows `keep` lets through, as an unnest() takes them.
template <class Keep>
std::vector<postgres::Param> Places(const Change& change, const std::vector<v1::Parameter>& parameters, Keep keep) {
  std::vector<std::string> keys, areas;
  for (const v1::Parameter& parameter : parameters) {
    if (!keep(parameter)) continue;
    keys.push_back(parameter.key());
    areas.push_back(parameter.area_code());
  }
  return {change.city(), postgres::TextArray(keys), postgres::TextArray(areas)};
}

absl::Status Locked(const postgres::Rows& rows, int row, const std::string& by, const std::string& area,
                    const std::string& basis) {
  return Error("PARAMETER_LOCKED", {{"key", rows.GetString(row, 0)},
                                    {"at", rows.GetString(row, 1)},
                                    {"by", by},
                                    {"area", area.empty() ? "*" : area},
                                    {"basis", basis.empty() ? "-" : basis}});
}

const v1::Parameter* Find(const std::vector<v1::Parameter>& parameters, const std::string& key, const std::string& area) {
  const auto found = std::find_if(parameters.begin(), parameters.end(), [&](const v1::Parameter& parameter) {
    return parameter.key() == key && parameter.area_code() == area;
  });
  return found == parameters.end() ? nullptr : &*found;
}

}  // namespace

absl::Status CheckOwnLocks(postgres::Transaction& tx, const Change& change, const std::vector<v1::Parameter>& parameters) {
  std::string home = change.caller.area_code();
  if (const auto area = workflow::ParseAreaCode(home); area.ok()) home = area->brief;
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("locked_parameters",
                                                     Places(change, parameters, [](const auto&) { return true; })));
  for (int row = 0; row < rows->size(); ++row) {
    const std::string key = rows->GetString(row, 0), area = rows->GetString(row, 1);
    const v1::Parameter* wanted = Find(parameters, key, area);
    const bool same = wanted->locked() && wanted->value_json() == rows->Get(row, 4) && wanted->basis() == rows->Get(row, 3);
    if (same || workflow::overlay::LiesIn(area, home)) continue;
    return Locked(*rows, row, rows->GetString(row, 2), area, rows->GetString(row, 3));
  }
  return absl::OkStatus();
}

absl::Status CheckLocks(postgres::Transaction& tx, const Change& change, const std::vector<v1::Parameter>& parameters) {
  LIANBAN_ASSIGN_OR_RETURN(
      const auto above,
      tx.Query("parameter_locks_above",
               Places(change, parameters, [](const v1::Parameter& p) { return !p.value_json().empty(); })));
  if (above->size() > 0) {
    return Locked(*above, 0, above->GetString(0, 2), above->GetString(0, 3), above->GetString(0, 4));
  }
  LIANBAN_ASSIGN_OR_RETURN(
      const auto below,
      tx.Query("parameters_below", Places(change, parameters, [](const v1::Parameter& p) {
                 return p.locked() && !p.value_json().empty();
               })));
  if (below->size() == 0) return absl::OkStatus();
  std::string areas;
  for (int row = 0; row < below->size(); ++row) areas += (row == 0 ? "" : " ") + below->GetString(row, 2);
  return Error("PARAMETER_SET_BELOW", {{"key", below->GetString(0, 0)}, {"areas", areas}});
}

absl::Status SetLocks(postgres::Transaction& tx, const Change& change, const v1::Release& release, const v1::Draft& draft) {
  LIANBAN_ASSIGN_OR_RETURN(const auto before,
                           tx.Query("clear_release_locks", {change.city(), release.process(), release.area_code()}));
  std::vector<std::string> paths, reasons;
  for (const v1::GateReport::Lock& lock : draft.report().locks()) {
    paths.push_back(lock.path());
    reasons.push_back(lock.why());
  }
  if (paths.empty() && before->size() == 0) return absl::OkStatus();
  LIANBAN_RETURN_IF_ERROR(
      tx.Query("insert_release_locks", {change.city(), release.process(), release.area_code(), postgres::TextArray(paths),
                                        postgres::TextArray(reasons), std::to_string(release.number()), release.approver()})
          .status());
  return NoteChange(tx, change, "set_release_locks",
                    {fmt::format("catalog.release_lock {}@{}", release.process(), release.area_code())});
}

}  // namespace lianban::catalog

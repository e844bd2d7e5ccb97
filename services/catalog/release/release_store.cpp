#include "services/catalog/release/release_store.h"

#include <algorithm>

#include "services/catalog/moment.h"
#include "services/lib/errors/error.h"

namespace lianban::catalog {
namespace {

// Columns from `column` on: number, hash, main, title, author, note, scenarios_passed, publish_time, area_code, approver,
// draft_id, rolled_back_to.
v1::Release ReleaseOf(const postgres::Rows& rows, int row, int column) {
  v1::Release release;
  release.set_number(static_cast<int32_t>(rows.GetInt(row, column)));
  release.set_hash(rows.GetString(row, column + 1));
  release.mutable_bundle()->set_main(rows.GetString(row, column + 2));
  release.set_title(rows.GetString(row, column + 3));
  release.set_author(rows.GetString(row, column + 4));
  release.set_note(rows.GetString(row, column + 5));
  release.set_scenarios_passed(static_cast<int32_t>(rows.GetInt(row, column + 6)));
  *release.mutable_publish_time() = MomentOf(postgres::FromTimestamp(rows.Get(row, column + 7)));
  release.set_area_code(rows.GetString(row, column + 8));
  release.set_approver(rows.GetString(row, column + 9));
  release.set_draft_id(rows.GetString(row, column + 10));
  release.set_rolled_back_to(static_cast<int32_t>(rows.GetInt(row, column + 11)));
  return release;
}

absl::StatusOr<std::vector<v1::Release>> ReadList(postgres::Database& database, const std::string& city_id,
                                                  std::string_view query, const std::vector<postgres::Param>& params) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, database.Read(city_id, query, params));
  std::vector<v1::Release> releases;
  for (int i = 0; i < rows->size(); ++i) {
    v1::Release& release = releases.emplace_back(ReleaseOf(*rows, i, 1));
    release.set_process(rows->GetString(i, 0));
    release.clear_bundle();
  }
  return releases;
}

std::string TimeText(absl::Time time) { return postgres::Timestamp(absl::ToUnixMicros(time)); }

}  // namespace

absl::StatusOr<Change> LockProcess(postgres::Transaction& tx, const Change& change, const std::string& process) {
  LIANBAN_RETURN_IF_ERROR(tx.Query("lock_process", {change.city(), process}).status());
  LIANBAN_ASSIGN_OR_RETURN(const auto last, tx.Query("last_decided", {change.city(), process}));
  Change locked = change;
  if (!last->IsNull(0, 0)) locked.now = std::max(change.now, absl::FromUnixMicros(postgres::FromTimestamp(last->Get(0, 0))));
  return locked;
}

absl::StatusOr<int> InsertRelease(postgres::Transaction& tx, const Change& change, const v1::Release& release,
                                  const std::string& approver_id) {
  LIANBAN_ASSIGN_OR_RETURN(const auto next, tx.Query("next_number", {change.city(), release.process()}));
  const std::string number = next->GetString(0, 0);
  postgres::Param draft_id;
  if (!release.draft_id().empty()) draft_id = release.draft_id();
  LIANBAN_RETURN_IF_ERROR(
      tx.Query("insert_release",
               {change.city(), release.process(), number, release.hash(), release.bundle().main(), release.title(),
                change.caller.user_id(), release.author(), release.note(), std::to_string(release.scenarios_passed()),
                change.time(), release.area_code(), draft_id, approver_id, release.approver(),
                std::to_string(release.rolled_back_to())})
          .status());
  std::vector<std::string> paths, contents;
  for (const auto& [path, content] : release.bundle().files()) {
    paths.push_back(path);
    contents.push_back(content);
  }
  LIANBAN_RETURN_IF_ERROR(tx.Query("insert_release_files", {change.city(), release.process(), number,
                                                            postgres::TextArray(paths), postgres::TextArray(contents)})
                              .status());
  return static_cast<int>(next->GetInt(0, 0));
}

absl::StatusOr<std::optional<v1::Release>> ReadRelease(postgres::Transaction& tx, const std::string& city_id,
                                                       const ReleaseQuery& query) {
  int wanted = query.number;
  if (wanted == 0) {
    LIANBAN_ASSIGN_OR_RETURN(const auto scopes, ReadScopes(tx, city_id, query.process));
    const auto all = ScopesOf(scopes);
    const auto* found = workflow::overlay::InForce(all, query.area_code, absl::ToUnixMicros(query.now));
    if (found == nullptr) return std::nullopt;
    wanted = found->number;
  }
  const std::string number = std::to_string(wanted);
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("release", {city_id, query.process, number}));
  if (rows->size() == 0) return std::nullopt;
  v1::Release release = ReleaseOf(*rows, 0, 0);
  release.set_process(query.process);
  LIANBAN_ASSIGN_OR_RETURN(const auto files, tx.Query("release_files", {city_id, query.process, number}));
  for (int i = 0; i < files->size(); ++i) {
    (*release.mutable_bundle()->mutable_files())[files->GetString(i, 0)] = files->GetString(i, 1);
  }
  return release;
}

absl::StatusOr<std::optional<v1::Release>> ReadRelease(postgres::Database& database, const std::string& city_id,
                                                       const ReleaseQuery& query) {
  std::optional<v1::Release> release;
  LIANBAN_RETURN_IF_ERROR(database.RunReadTx(city_id, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(release, ReadRelease(tx, city_id, query));
    return absl::OkStatus();
  }));
  return release;
}

absl::StatusOr<std::vector<v1::ReleaseScope>> ReadScopes(postgres::Transaction& tx, const std::string& city_id,
                                                         const std::string& process) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("release_scopes", {city_id, process}));
  std::vector<v1::ReleaseScope> scopes;
  for (int i = 0; i < rows->size(); ++i) {
    v1::ReleaseScope& scope = scopes.emplace_back();
    scope.set_number(static_cast<int32_t>(rows->GetInt(i, 0)));
    scope.set_layer_area(rows->GetString(i, 1));
    scope.set_scope_area(rows->GetString(i, 2));
    *scope.mutable_effective_time() = MomentOf(postgres::FromTimestamp(rows->Get(i, 3)));
    scope.set_sequence(rows->GetInt(i, 4));
    scope.set_set_by(rows->GetString(i, 5));
    scope.set_reason(rows->GetString(i, 6));
  }
  return scopes;
}

std::vector<workflow::overlay::Scope> ScopesOf(const std::vector<v1::ReleaseScope>& scopes) {
  std::vector<workflow::overlay::Scope> all;
  for (const v1::ReleaseScope& scope : scopes) {
    all.push_back({scope.layer_area(), scope.scope_area(), scope.number(), MicrosOf(scope.effective_time()), scope.sequence()});
  }
  return all;
}

absl::StatusOr<std::vector<std::string>> InsertScopes(postgres::Transaction& tx, const Change& change, const v1::Release& release,
                          const std::vector<std::string>& areas, absl::Time effective, const std::string& reason) {
  const std::vector<std::string> whole = {release.area_code()};
  LIANBAN_ASSIGN_OR_RETURN(
      const auto rows,
      tx.Query("insert_release_scopes",
               {change.city(), release.process(), std::to_string(release.number()), release.area_code(),
                postgres::TextArray(areas.empty() ? whole : areas), TimeText(effective), change.caller.user_id(),
                change.caller.user_name(), reason, change.time()}));
  std::vector<std::string> sequences;
  for (int row = 0; row < rows->size(); ++row) sequences.push_back(rows->GetString(row, 0));
  return sequences;
}

absl::StatusOr<std::vector<v1::Release>> ReadReleasesBefore(postgres::Database& database, const std::string& city_id,
                                                            const std::string& process, int before, int limit) {
  return ReadList(database, city_id, "releases_of_process",
                  {city_id, process, std::to_string(before), std::to_string(limit)});
}

absl::StatusOr<std::vector<v1::Release>> ReadReleasesInForce(postgres::Database& database, const std::string& city_id,
                                                             const std::string& after, absl::Time now, int limit) {
  return ReadList(database, city_id, "releases_in_force", {city_id, after, std::to_string(limit), TimeText(now)});
}

}  // namespace lianban::catalog

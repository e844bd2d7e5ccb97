#include "services/catalog/release_store.h"

#include "services/lib/errors/error.h"

namespace lianban::catalog {
namespace {

// Columns from `column` on: number, hash, main, title, author, note, scenarios_passed, publish_time.
v1::Release ReleaseOf(const postgres::Rows& rows, int row, int column) {
  v1::Release release;
  release.set_number(static_cast<int32_t>(rows.GetInt(row, column)));
  release.set_hash(rows.GetString(row, column + 1));
  release.mutable_bundle()->set_main(rows.GetString(row, column + 2));
  release.set_title(rows.GetString(row, column + 3));
  release.set_author(rows.GetString(row, column + 4));
  release.set_note(rows.GetString(row, column + 5));
  release.set_scenarios_passed(static_cast<int32_t>(rows.GetInt(row, column + 6)));
  const int64_t micros = postgres::FromTimestamp(rows.Get(row, column + 7));
  release.mutable_publish_time()->set_seconds(micros / 1'000'000);
  release.mutable_publish_time()->set_nanos(static_cast<int32_t>(micros % 1'000'000 * 1000));
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

}  // namespace

absl::StatusOr<std::optional<ReleaseKey>> ReadCurrentRelease(postgres::Transaction& tx, const std::string& city_id,
                                                             const std::string& process) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("current_release", {city_id, process}));
  if (rows->size() == 0) return std::nullopt;
  return ReleaseKey{static_cast<int>(rows->GetInt(0, 0)), rows->GetString(0, 1)};
}

absl::StatusOr<int> InsertRelease(postgres::Transaction& tx, const Change& change, const v1::Release& release) {
  LIANBAN_ASSIGN_OR_RETURN(const auto next, tx.Query("next_number", {change.city(), release.process()}));
  const std::string number = next->GetString(0, 0);
  LIANBAN_RETURN_IF_ERROR(
      tx.Query("insert_release", {change.city(), release.process(), number, release.hash(), release.bundle().main(),
                                  release.title(), change.caller.user_id(), release.author(), release.note(),
                                  std::to_string(release.scenarios_passed()), change.time()})
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

absl::StatusOr<std::optional<v1::Release>> ReadRelease(postgres::Database& database, const std::string& city_id,
                                                       const std::string& process, int number) {
  std::optional<v1::Release> release;
  LIANBAN_RETURN_IF_ERROR(database.RunTx(city_id, [&](postgres::Transaction& tx) -> absl::Status {
    release.reset();
    int wanted = number;
    if (wanted == 0) {
      LIANBAN_ASSIGN_OR_RETURN(const auto current, ReadCurrentRelease(tx, city_id, process));
      if (!current) return absl::OkStatus();
      wanted = current->number;
    }
    LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("release", {city_id, process, std::to_string(wanted)}));
    if (rows->size() == 0) return absl::OkStatus();
    release = ReleaseOf(*rows, 0, 0);
    release->set_process(process);
    LIANBAN_ASSIGN_OR_RETURN(const auto files, tx.Query("release_files", {city_id, process, std::to_string(wanted)}));
    for (int i = 0; i < files->size(); ++i) {
      (*release->mutable_bundle()->mutable_files())[files->GetString(i, 0)] = files->GetString(i, 1);
    }
    return absl::OkStatus();
  }));
  return release;
}

absl::StatusOr<std::vector<v1::Release>> ReadReleasesBefore(postgres::Database& database, const std::string& city_id,
                                                            const std::string& process, int before, int limit) {
  return ReadList(database, city_id, "releases_of_process",
                  {city_id, process, std::to_string(before), std::to_string(limit)});
}

absl::StatusOr<std::vector<v1::Release>> ReadReleasesInForce(postgres::Database& database, const std::string& city_id,
                                                             const std::string& after, int limit) {
  return ReadList(database, city_id, "releases_in_force", {city_id, after, std::to_string(limit)});
}

}  // namespace lianban::catalog

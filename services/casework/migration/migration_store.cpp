#include "services/casework/migration/migration_store.h"

#include "services/casework/command/command_answer.h"
#include "services/casework/store/array_param.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

nlohmann::json ParsedJson(std::string_view text) { return nlohmann::json::parse(text, nullptr, false); }

void SetTimeUnlessNull(const postgres::Rows& rows, int row, int column, google::protobuf::Timestamp* out) {
  SetTime(TimeFromText(rows.Get(row, column)), out);
}

StoredMigration MigrationFrom(const std::string& city_id, const postgres::Rows& rows, int row) {
  StoredMigration stored;
  stored.city_id = city_id;
  stored.migration_id = rows.GetString(row, 0);
  stored.plan.process = rows.GetString(row, 1);
  stored.plan.from_releases = ParsedJson(rows.Get(row, 2)).get<std::vector<int32_t>>();
  stored.plan.to_release = static_cast<int32_t>(rows.GetInt(row, 3));
  stored.plan.area = rows.GetString(row, 4);
  stored.plan.renamed = ParsedJson(rows.Get(row, 5)).get<std::map<std::string, std::string>>();
  stored.state = rows.GetString(row, 7);
  stored.asker_id = rows.GetString(row, 8);
  stored.approver_id = rows.GetString(row, 11);
  v1::Migration& wire = stored.wire;
  wire.set_migration_id(stored.migration_id);
  *wire.mutable_plan() = ToWire(stored.plan);
  wire.set_reason(rows.GetString(row, 6));
  wire.set_state(stored.state);
  wire.set_asked_by(rows.GetString(row, 9));
  SetTimeUnlessNull(rows, row, 10, wire.mutable_ask_time());
  wire.set_approved_by(rows.GetString(row, 12));
  wire.set_approval_reason(rows.GetString(row, 13));
  if (!rows.IsNull(row, 14)) SetTimeUnlessNull(rows, row, 14, wire.mutable_approve_time());
  wire.set_ended_by(rows.GetString(row, 15));
  wire.set_end_reason(rows.GetString(row, 16));
  if (!rows.IsNull(row, 17)) SetTimeUnlessNull(rows, row, 17, wire.mutable_finish_time());
  return stored;
}

void Count(const std::string& state, int64_t cases, v1::Migration& wire) {
  wire.set_total(wire.total() + cases);
  if (state == "waiting") wire.set_waiting(wire.waiting() + cases);
  if (state == "moved") wire.set_moved(wire.moved() + cases);
  if (state == "refused") wire.set_refused(wire.refused() + cases);
  if (state == "undone") wire.set_undone(wire.undone() + cases);
  if (state == "stayed") wire.set_stayed(wire.stayed() + cases);
}

// An event that only changed a light: the clock, and the kind of its timer.
std::optional<nlohmann::json> LightOf(const std::string& type, const nlohmann::json& payload) {
  if (type != "fire_timer" || !payload.is_object()) return std::nullopt;
  const auto facts = payload.value("facts", nlohmann::json::array());
  if (facts.size() != 1) return std::nullopt;
  const std::string fact = facts[0].value("type", "");
  if (fact != "ClockWarned" && fact != "ClockOverdue") return std::nullopt;
  return nlohmann::json{{"clock", facts[0].value("clock", "")}, {"kind", fact == "ClockWarned" ? "warning" : "overdue"}};
}

}  // namespace

absl::Status MigrationStore::Insert(const StoredMigration& migration, absl::Time now) {
  const MigrationPlan& plan = migration.plan;
  return connections_
      .RunTx(migration.city_id,
             {{"insert_migration",
               {migration.city_id, migration.migration_id, plan.process, ReleaseArray(plan), std::to_string(plan.to_release),
                plan.area, Dump(nlohmann::json(plan.renamed)), migration.wire.reason(), migration.asker_id,
                migration.wire.asked_by(), TimeText(now)}}})
      .status();
}

absl::StatusOr<std::optional<StoredMigration>> MigrationStore::Find(const std::string& city_id,
                                                                    const std::string& migration_id) {
  LIANBAN_ASSIGN_OR_RETURN(const Results results, connections_.RunTx(city_id, {{"get_migration", {city_id, migration_id}}}));
  if (results[0]->size() == 0) return std::nullopt;
  return MigrationFrom(city_id, *results[0], 0);
}

absl::StatusOr<std::vector<StoredMigration>> MigrationStore::List(const std::string& city_id, const std::string& process,
                                                                  const std::string& before_time,
                                                                  const std::string& before_id, int limit) {
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections_.RunTx(city_id, {{"list_migrations", {city_id, process, before_time, before_id, std::to_string(limit)}}}));
  std::vector<StoredMigration> found;
  for (int row = 0; row < results[0]->size(); ++row) found.push_back(MigrationFrom(city_id, *results[0], row));
  return found;
}

absl::Status MigrationStore::Approve(const StoredMigration& migration, const rpc::Context& approver,
                                     const std::string& reason, absl::Time now) {
  return connections_
      .RunTx(migration.city_id, {{"approve_migration",
                                  {migration.city_id, migration.migration_id, approver.user_id(), approver.user_name(),
                                   reason, TimeText(now)}}})
      .status();
}

absl::Status MigrationStore::End(std::string_view query, const StoredMigration& migration, const std::string& who,
                                 const std::string& reason, absl::Time now) {
  std::vector<postgres::Param> params = {migration.city_id, migration.migration_id, who, reason};
  if (query == "cancel_migration") params.push_back(TimeText(now));
  return connections_.RunTx(migration.city_id, {{query, std::move(params)}}).status();
}

absl::Status MigrationStore::ReadProgress(const StoredMigration& migration, v1::Migration& wire) {
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections_.RunTx(migration.city_id, {{"count_migration_cases", {migration.city_id, migration.migration_id}}}));
  const postgres::Rows& rows = *results[0];
  for (int row = 0; row < rows.size(); ++row) {
    Count(rows.GetString(row, 0), rows.GetInt(row, 2), wire);
    if (rows.Get(row, 1).empty()) continue;
    v1::MigrationGroup& group = *wire.add_groups();
    group.set_code(rows.GetString(row, 1));
    group.set_cases(rows.GetInt(row, 2));
    group.set_zh(rows.GetString(row, 3));
    group.set_en(rows.GetString(row, 4));
    for (const auto& id : ParsedJson(rows.Get(row, 5))) group.add_sample_case_ids(id.get<std::string>());
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ListMigrationCasesResponse> MigrationStore::ListCases(const StoredMigration& migration,
                                                                         const std::string& state, const std::string& code,
                                                                         const std::string& after, int limit) {
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections_.RunTx(migration.city_id, {{"list_migration_cases",
                                              {migration.city_id, migration.migration_id, state, code, after,
                                               std::to_string(limit)}}}));
  const postgres::Rows& rows = *results[0];
  v1::ListMigrationCasesResponse response;
  for (int row = 0; row < rows.size(); ++row) {
    v1::MigrationCase& one = *response.add_cases();
    one.set_case_id(rows.GetString(row, 0));
    one.set_from_release(static_cast<int32_t>(rows.GetInt(row, 1)));
    one.set_state(rows.GetString(row, 2));
    one.set_code(rows.GetString(row, 3));
    one.set_zh(rows.GetString(row, 4));
    one.set_en(rows.GetString(row, 5));
    SetTime(TimeFromText(rows.Get(row, 6)), one.mutable_time());
  }
  return response;
}

absl::StatusOr<std::string> MigrationStore::Claim(const std::string& city_id, absl::Time now, absl::Time lease_until) {
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections_.RunTx(city_id, {{"claim_migration", {city_id, TimeText(now), TimeText(lease_until)}}}, absl::ZeroDuration()));
  return results[0]->size() == 0 ? "" : results[0]->GetString(0, 0);
}

absl::StatusOr<bool> MigrationStore::Keep(const StoredMigration& migration, absl::Time lease_until) {
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections_.RunTx(migration.city_id, {{"keep_migration",
                                              {migration.city_id, migration.migration_id, migration.state,
                                               TimeText(lease_until)}}}));
  return results[0]->size() > 0;
}

absl::StatusOr<std::vector<PendingCase>> MigrationStore::Pending(const StoredMigration& migration, const std::string& after,
                                                                 int limit) {
  const bool back = migration.state == "undoing";
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections_.RunTx(migration.city_id, {{back ? "next_moved_cases" : "next_migration_cases",
                                              {migration.city_id, migration.migration_id, after, std::to_string(limit)}}}));
  const postgres::Rows& rows = *results[0];
  std::vector<PendingCase> pending;
  for (int row = 0; row < rows.size(); ++row) {
    PendingCase one{rows.GetString(row, 0), static_cast<int32_t>(rows.GetInt(row, 1)), rows.GetInt(row, 2)};
    if (back) {
      one.revision = rows.GetInt(row, 3);
      one.payload = rows.GetString(row, 4);
      one.revision_now = rows.GetInt(row, 5);
    }
    pending.push_back(std::move(one));
  }
  return pending;
}

absl::StatusOr<std::optional<PendingCase>> MigrationStore::FindMove(const std::string& city_id, const std::string& case_id,
                                                                   const std::string& type) {
  LIANBAN_ASSIGN_OR_RETURN(const Results results, connections_.RunTx(city_id, {{"find_move", {city_id, case_id, type}}}));
  if (results[0]->size() == 0) return std::nullopt;
  PendingCase found{case_id};
  found.revision = results[0]->GetInt(0, 0);
  found.payload = results[0]->GetString(0, 1);
  return found;
}

absl::StatusOr<std::optional<nlohmann::json>> MigrationStore::LightsSince(const std::string& city_id,
                                                                          const PendingCase& moved) {
  auto lights = nlohmann::json::array();
  if (moved.revision_now == moved.revision) return lights;
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections_.RunTx(city_id, {{"events_since_move", {city_id, moved.case_id, std::to_string(moved.revision)}}}));
  for (int row = 0; row < results[0]->size(); ++row) {
    const auto light = LightOf(results[0]->GetString(row, 0), ParsedJson(results[0]->Get(row, 1)));
    if (!light) return std::nullopt;
    lights.push_back(*light);
  }
  return lights;
}

absl::Status MigrationStore::Settle(const StoredMigration& migration, const std::vector<SettledCase>& cases, absl::Time now) {
  ArrayParam ids, states, revisions, codes, zh, en;
  for (const SettledCase& one : cases) {
    ids.Add(one.case_id);
    states.Add(one.state);
    revisions.AddInt(one.revision);
    codes.Add(ReasonOf(one.why));
    zh.Add(one.why.ok() ? "" : Localized(one.why, "zh-CN"));
    en.Add(one.why.ok() ? "" : Localized(one.why, "en"));
  }
  return connections_
      .RunTx(migration.city_id,
             {{"settle_migration_cases",
               {migration.city_id, migration.migration_id, ids.TakeArray(), states.TakeArray(), revisions.TakeArray(),
                codes.TakeArray(), zh.TakeArray(), en.TakeArray(), TimeText(now)}}})
      .status();
}

absl::Status MigrationStore::Finish(const StoredMigration& migration, absl::Time now) {
  return connections_
      .RunTx(migration.city_id, {{"finish_migration",
                                  {migration.city_id, migration.migration_id, migration.state, TimeText(now)}}})
      .status();
}

}  // namespace lianban::casework

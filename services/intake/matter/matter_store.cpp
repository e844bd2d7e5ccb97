#include "services/intake/matter/matter_store.h"

#include "fmt/format.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::intake {
namespace {

using postgres::Param;
using postgres::Rows;

std::string Time(absl::Time time) { return postgres::Timestamp(absl::ToUnixMicros(time)); }

Param TextOrNull(const std::string& text) { return text.empty() ? Param() : Param(text); }

Param TimeOrNull(const std::optional<absl::Time>& time) { return time ? Param(Time(*time)) : Param(); }

std::string Number(double value) { return fmt::format("{:.17g}", value); }

// Columns of intake.matter_row, in order.
Matter ReadRow(const Rows& rows, int row) {
  Matter m;
  int column = 0;
  auto text = [&] { return rows.GetString(row, column++); };
  text();  // city_id
  m.matter_id = text();
  m.receipt_no = text();
  m.channel = text();
  m.source_no = text();
  m.process = text();
  m.item_code = text();
  m.title = text();
  m.area_code = text();
  m.unit_id = text();
  m.register_unit_id = text();
  m.register_user_id = text();
  m.register_user_name = text();
  m.party_id = text();
  m.kind = text();
  m.routed_by = text();
  m.form = text();
  m.materials = text();
  m.receive_time = absl::FromUnixMicros(postgres::FromTimestamp(rows.Get(row, column++)));
  if (!rows.IsNull(row, column))
    m.position = Position{std::stod(rows.GetString(row, column)), std::stod(rows.GetString(row, column + 1))};
  column += 2;
  m.parent_matter_id = text();
  m.child_no = static_cast<int>(rows.GetInt(row, column++));
  m.children = static_cast<int>(rows.GetInt(row, column++));
  m.state = text();
  m.hold_reason = text();
  m.attempts = static_cast<int>(rows.GetInt(row, column++));
  m.case_id = text();
  m.case_status = text();
  m.result = text();
  if (!rows.IsNull(row, column)) m.due_time = absl::FromUnixMicros(postgres::FromTimestamp(rows.Get(row, column)));
  ++column;
  m.due_unverified = rows.GetBool(row, column++);
  m.duplicate_of = text();
  ++column;  // next_attempt_time
  m.repeat_of = text();
  m.repeat_no = static_cast<int>(rows.GetInt(row, column++));
  if (!rows.IsNull(row, column)) m.finish_time = absl::FromUnixMicros(postgres::FromTimestamp(rows.Get(row, column)));
  return m;
}

std::vector<Matter> ReadAll(const Rows& rows) {
  std::vector<Matter> matters;
  for (int row = 0; row < rows.size(); ++row) matters.push_back(ReadRow(rows, row));
  return matters;
}

std::vector<Param> Box(const std::string& city, const Neighbourhood& where) {
  return {city, where.kind, Time(where.from), Time(where.to), Number(where.south_west.latitude),
          Number(where.north_east.latitude), Number(where.south_west.longitude), Number(where.north_east.longitude),
          where.except_matter_id};
}

MatterStore::Found First(absl::StatusOr<std::unique_ptr<Rows>> rows) {
  if (!rows.ok()) return rows.status();
  if ((*rows)->size() == 0) return std::nullopt;
  return ReadRow(**rows, 0);
}

MatterStore::Many All(absl::StatusOr<std::unique_ptr<Rows>> rows) {
  if (!rows.ok()) return rows.status();
  return ReadAll(**rows);
}

}  // namespace

absl::StatusOr<int> MatterStore::NextSerial(Tx& tx, const std::string& city, const std::string& area,
                                            const std::string& item, absl::CivilDay day) {
  LIANBAN_ASSIGN_OR_RETURN(auto rows, tx.Query("next_serial", {city, area, item, absl::FormatCivilTime(day)}));
  return static_cast<int>(rows->GetInt(0, 0));
}

absl::StatusOr<bool> MatterStore::Insert(Tx& tx, const std::string& city, const Matter& m, absl::Time now,
                                         absl::Time retry_time) {
  LIANBAN_RETURN_IF_ERROR(tx.Query("note_city", {city}).status());
  bool child = !m.parent_matter_id.empty();
  LIANBAN_ASSIGN_OR_RETURN(auto rows,
                           tx.Query("insert_matter", {city,
                                                      m.matter_id,
                                                      TextOrNull(m.receipt_no),
                                                      m.channel,
                                                      TextOrNull(m.source_no),
                                                      m.process,
                                                      m.item_code,
                                                      m.title,
                                                      m.area_code,
                                                      m.unit_id,
                                                      m.register_unit_id,
                                                      m.register_user_id,
                                                      m.register_user_name,
                                                      TextOrNull(m.party_id),
                                                      m.kind,
                                                      m.routed_by,
                                                      m.form,
                                                      m.materials,
                                                      Time(m.receive_time),
                                                      Time(now),
                                                      m.position ? Param(Number(m.position->latitude)) : Param(),
                                                      m.position ? Param(Number(m.position->longitude)) : Param(),
                                                      TextOrNull(m.parent_matter_id),
                                                      std::to_string(m.child_no),
                                                      std::to_string(m.children),
                                                      m.state,
                                                      child ? Param() : Param(Time(retry_time)),
                                                      TextOrNull(m.repeat_of),
                                                      std::to_string(m.repeat_no)}));
  if (rows->size() == 0) return false;
  for (const std::string& unit : {m.register_unit_id, m.unit_id}) {
    // A matter of a visit is listed at its own unit; the centre lists the visit.
    if (unit.empty() || (child && unit == m.register_unit_id)) continue;
    LIANBAN_RETURN_IF_ERROR(tx.Query("add_matter_unit", {city, unit, Time(m.receive_time), m.matter_id}).status());
  }
  return true;
}

absl::Status MatterStore::Delete(Tx& tx, const std::string& city, const Matter& m) {
  LIANBAN_ASSIGN_OR_RETURN(auto deleted, tx.Query("delete_matter", {city, m.matter_id}));
  // A repetition of the same report may have opened the case in between: then it stays.
  if (deleted->size() == 0) return absl::OkStatus();
  for (int row = 0; row < deleted->size(); ++row) {
    LIANBAN_RETURN_IF_ERROR(tx.Query("delete_matter_units", {city, deleted->GetString(row, 0)}).status());
  }
  return tx.Query("delete_progress_keys", {city, m.receipt_no}).status();
}

absl::Status MatterStore::AddProgressKey(Tx& tx, const std::string& city, const std::string& receipt_no,
                                         const std::string& hash) {
  return tx.Query("add_progress_key", {city, receipt_no, hash}).status();
}

absl::StatusOr<bool> MatterStore::HasProgressKey(Tx& tx, const std::string& city, const std::string& receipt_no,
                                                 const std::string& hash) {
  LIANBAN_ASSIGN_OR_RETURN(auto rows, tx.Query("progress_key", {city, receipt_no, hash}));
  return rows->size() > 0;
}

MatterStore::Found MatterStore::Find(Tx& tx, const std::string& city, const std::string& matter_id) {
  if (!crypto::IsUuid(matter_id)) return std::nullopt;
  return First(tx.Query("matter", {city, matter_id}));
}

MatterStore::Found MatterStore::FindByReceipt(Tx& tx, const std::string& city, const std::string& receipt_no) {
  return First(tx.Query("matter_by_receipt", {city, receipt_no}));
}

MatterStore::Found MatterStore::FindBySource(Tx& tx, const std::string& city, const std::string& channel,
                                             const std::string& source_no) {
  return First(tx.Query("matter_by_source", {city, channel, source_no}));
}

MatterStore::Many MatterStore::FindByCases(Tx& tx, const std::string& city, const std::vector<std::string>& case_ids) {
  return All(tx.Query("matters_by_case", {city, postgres::TextArray(case_ids)}));
}

MatterStore::Many MatterStore::Children(Tx& tx, const std::string& city, const std::string& matter_id) {
  return All(tx.Query("matter_children", {city, matter_id}));
}

absl::StatusOr<bool> MatterStore::SeenBy(Tx& tx, const std::string& city, const std::string& matter_id,
                                         const std::vector<std::string>& units) {
  LIANBAN_ASSIGN_OR_RETURN(auto rows, tx.Query("matter_seen_by", {city, matter_id, postgres::TextArray(units)}));
  return rows->size() > 0;
}

MatterStore::Many MatterStore::List(Tx& tx, const std::string& city, const std::string& channel,
                                    const ListCursor& after, int limit, const std::vector<std::string>* units) {
  std::string before = after.receive_time == absl::InfiniteFuture() ? "infinity" : Time(after.receive_time);
  std::vector<Param> params = {city, channel, before, after.matter_id, std::to_string(limit)};
  if (units == nullptr) return All(tx.Query("list_matters", params));
  params.push_back(postgres::TextArray(*units));
  return All(tx.Query("list_unit_matters", params));
}

MatterStore::Many MatterStore::Near(Tx& tx, const std::string& city, const Neighbourhood& where) {
  return All(tx.Query("near_matters", Box(city, where)));
}

MatterStore::Many MatterStore::NearClosed(Tx& tx, const std::string& city, const Neighbourhood& where) {
  return All(tx.Query("near_closed_matters", Box(city, where)));
}

absl::StatusOr<int> MatterStore::Voices(Tx& tx, const std::string& city, const std::string& matter_id) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("matter_voices", {city, matter_id}));
  return static_cast<int>(rows->GetInt(0, 0));
}

absl::Status MatterStore::SetOpened(Tx& tx, const std::string& city, const Matter& m,
                                    std::optional<absl::Time> retry_time) {
  return tx
      .Query("matter_opened", {city, m.matter_id, m.case_id, m.case_status, m.result, TimeOrNull(m.due_time),
                               m.due_unverified ? "true" : "false", TimeOrNull(retry_time)})
      .status();
}

absl::Status MatterStore::SetAttempted(Tx& tx, const std::string& city, const Matter& m, absl::Time retry_time) {
  return tx.Query("matter_attempted", {city, m.matter_id, m.state, m.hold_reason, Time(retry_time)}).status();
}

absl::Status MatterStore::SetSettled(Tx& tx, const std::string& city, const std::string& matter_id) {
  return tx.Query("matter_settled", {city, matter_id}).status();
}

absl::Status MatterStore::SetCase(Tx& tx, const std::string& city, const Matter& m) {
  LIANBAN_RETURN_IF_ERROR(
      tx.Query("matter_case_changed", {city, m.matter_id, m.case_status, m.result, TimeOrNull(m.due_time),
                                       m.due_unverified ? "true" : "false", m.unit_id, TextOrNull(m.duplicate_of), TimeOrNull(m.finish_time)})
          .status());
  return tx.Query("add_matter_unit", {city, m.unit_id, Time(m.receive_time), m.matter_id}).status();
}

absl::Status MatterStore::SetDuplicate(Tx& tx, const std::string& city, const std::string& merged_id,
                                       const std::string& main_id) {
  return tx.Query("mark_duplicate", {city, merged_id, main_id}).status();
}

absl::Status MatterStore::ClearDuplicate(Tx& tx, const std::string& city, const std::string& matter_id) {
  return tx.Query("clear_duplicate", {city, matter_id}).status();
}

MatterStore::Many MatterStore::ClaimWaiting(Tx& tx, const std::string& city, absl::Time now, absl::Time lease_end) {
  LIANBAN_ASSIGN_OR_RETURN(auto rows, tx.Query("claim_waiting", {city, Time(now), Time(lease_end)}));
  std::vector<Matter> matters;
  for (int row = 0; row < rows->size(); ++row) {
    LIANBAN_ASSIGN_OR_RETURN(std::optional<Matter> matter, Find(tx, city, rows->GetString(row, 0)));
    if (matter) matters.push_back(*std::move(matter));
  }
  return matters;
}

absl::StatusOr<int64_t> MatterStore::CaseCursor(Tx& tx, const std::string& city) {
  LIANBAN_ASSIGN_OR_RETURN(auto rows, tx.Query("case_cursor", {city}));
  return rows->size() == 0 ? 0 : rows->GetInt(0, 0);
}

absl::Status MatterStore::MoveCaseCursor(Tx& tx, const std::string& city, int64_t log_index) {
  return tx.Query("move_case_cursor", {city, std::to_string(log_index)}).status();
}

std::vector<std::string> ListCities(postgres::Database& database) {
  // "*" is no city: the list is readable by all, and nothing else is.
  auto rows = database.Read("*", "list_cities", {});
  std::vector<std::string> cities;
  if (!rows.ok()) return cities;
  for (int row = 0; row < (*rows)->size(); ++row) cities.push_back((*rows)->GetString(row, 0));
  return cities;
}

}  // namespace lianban::intake

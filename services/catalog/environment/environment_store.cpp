#include "services/catalog/environment/environment_store.h"

#include "services/catalog/note_change.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::catalog {
namespace {

absl::Status NewEtag(postgres::Transaction& tx, const Change& change) {
  return tx.Query("set_environment_etag", {change.city(), crypto::NewUuid()}).status();
}

// Columns of an unnest(): one array a column.
template <class Row, class... Columns>
std::vector<postgres::Param> Arrays(const std::vector<Row>& rows, Columns... columns) {
  std::vector<postgres::Param> arrays;
  const auto add = [&](auto column) {
    std::vector<std::string> values;
    for (const Row& row : rows) values.push_back(std::string(column(row)));
    arrays.push_back(postgres::TextArray(values));
  };
  (add(columns), ...);
  return arrays;
}

// Rows of (name, area code) that are different now, as the log's subjects.
absl::StatusOr<int> NoteRows(postgres::Transaction& tx, const Change& change, const std::string& what,
                             const std::vector<const postgres::Rows*>& tables) {
  std::vector<std::string> subjects;
  for (const postgres::Rows* rows : tables) {
    for (int row = 0; row < rows->size(); ++row) {
      subjects.push_back("catalog." + what + " " + rows->GetString(row, 0) + "@" + rows->GetString(row, 1));
    }
  }
  if (subjects.empty()) return 0;
  LIANBAN_RETURN_IF_ERROR(NewEtag(tx, change));
  LIANBAN_RETURN_IF_ERROR(NoteChange(tx, change, what == "duty" ? "set_duties" : "set_parameters", subjects));
  return static_cast<int>(subjects.size());
}

absl::StatusOr<bool> SameDays(postgres::Transaction& tx, const Change& change,
                              const v1::ImportCalendarRequest& calendar) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows,
                           tx.Query("calendar_days_of_year", {change.city(), std::to_string(calendar.year())}));
  if (rows->size() == 0 || rows->size() != calendar.days_size()) return false;
  std::map<std::string, const v1::CalendarDay*> wanted;
  for (const v1::CalendarDay& day : calendar.days()) wanted[day.date()] = &day;
  for (int i = 0; i < rows->size(); ++i) {
    const auto it = wanted.find(rows->GetString(i, 0));
    if (it == wanted.end() || it->second->name() != rows->Get(i, 1) || it->second->is_off_day() != rows->GetBool(i, 2)) {
      return false;
    }
  }
  return true;
}

}  // namespace

absl::StatusOr<int> WriteCalendar(postgres::Transaction& tx, const Change& change,
                                  const v1::ImportCalendarRequest& calendar) {
  const std::string year = std::to_string(calendar.year());
  LIANBAN_ASSIGN_OR_RETURN(const bool same, SameDays(tx, change, calendar));
  LIANBAN_ASSIGN_OR_RETURN(
      const auto noticed,
      tx.Query("put_calendar_notice", {change.city(), year, calendar.source(), change.caller.user_id(), change.time(),
                                      same ? "false" : "true"}));
  if (same && noticed->size() == 0) return 0;
  if (same) {
    LIANBAN_RETURN_IF_ERROR(NoteChange(tx, change, "name_calendar_source", {"catalog.calendar " + year}));
    return 0;
  }
  LIANBAN_RETURN_IF_ERROR(tx.Query("delete_calendar_days", {change.city(), year}).status());
  const std::vector<v1::CalendarDay> days(calendar.days().begin(), calendar.days().end());
  auto arrays = Arrays(
      days, [](const auto& d) { return d.date(); }, [](const auto& d) { return d.name(); },
      [](const auto& d) { return d.is_off_day() ? "true" : "false"; });
  LIANBAN_RETURN_IF_ERROR(
      tx.Query("insert_calendar_days", {change.city(), year, arrays[0], arrays[1], arrays[2]}).status());
  LIANBAN_RETURN_IF_ERROR(NewEtag(tx, change));
  LIANBAN_RETURN_IF_ERROR(NoteChange(tx, change, kImportCalendar, {"catalog.calendar " + year}));
  return static_cast<int>(days.size());
}

absl::StatusOr<int> WriteParameters(postgres::Transaction& tx, const Change& change,
                                    const std::vector<v1::Parameter>& parameters) {
  std::vector<v1::Parameter> kept, gone;
  for (const auto& parameter : parameters) (parameter.value_json().empty() ? gone : kept).push_back(parameter);
  const auto key = [](const v1::Parameter& p) { return p.key(); };
  const auto area = [](const v1::Parameter& p) { return p.area_code(); };
  auto arrays = Arrays(kept, key, area, [](const auto& p) { return p.value_json(); }, [](const auto& p) { return p.basis(); },
                       [](const auto& p) { return p.locked() ? "true" : "false"; });
  LIANBAN_ASSIGN_OR_RETURN(const auto put,
                           tx.Query("put_parameters", {change.city(), arrays[0], arrays[1], arrays[2], arrays[3], arrays[4],
                                                       change.caller.user_id(), change.caller.user_name(), change.time()}));
  arrays = Arrays(gone, key, area);
  LIANBAN_ASSIGN_OR_RETURN(const auto deleted, tx.Query("delete_parameters", {change.city(), arrays[0], arrays[1]}));
  return NoteRows(tx, change, "parameter", {put.get(), deleted.get()});
}

absl::StatusOr<int> WriteDuties(postgres::Transaction& tx, const Change& change, const std::vector<v1::Duty>& duties) {
  std::vector<v1::Duty> kept, gone;
  for (const auto& duty : duties) (duty.unit_id().empty() ? gone : kept).push_back(duty);
  const auto name = [](const v1::Duty& d) { return d.duty(); };
  const auto area = [](const v1::Duty& d) { return d.area_code(); };
  auto arrays = Arrays(kept, name, area, [](const auto& d) { return d.unit_id(); });
  LIANBAN_ASSIGN_OR_RETURN(const auto put, tx.Query("put_duties", {change.city(), arrays[0], arrays[1], arrays[2],
                                                                   change.caller.user_id(), change.time()}));
  arrays = Arrays(gone, name, area);
  LIANBAN_ASSIGN_OR_RETURN(const auto deleted, tx.Query("delete_duties", {change.city(), arrays[0], arrays[1]}));
  return NoteRows(tx, change, "duty", {put.get(), deleted.get()});
}

absl::StatusOr<std::string> ReadEnvironmentEtag(postgres::Transaction& tx, const std::string& city_id) {
  LIANBAN_ASSIGN_OR_RETURN(const auto rows, tx.Query("environment_etag", {city_id}));
  return rows->size() == 0 ? "none" : rows->GetString(0, 0);
}

absl::Status ReadCalendar(postgres::Transaction& tx, const std::string& city_id, v1::GetEnvironmentResponse* out) {
  LIANBAN_ASSIGN_OR_RETURN(const auto years, tx.Query("calendar_years", {city_id}));
  for (int i = 0; i < years->size(); ++i) out->add_loaded_years(static_cast<int32_t>(years->GetInt(i, 0)));
  LIANBAN_ASSIGN_OR_RETURN(const auto days, tx.Query("calendar_days", {city_id}));
  for (int i = 0; i < days->size(); ++i) {
    v1::CalendarDay& day = *out->add_days();
    day.set_date(days->GetString(i, 0));
    day.set_name(days->GetString(i, 1));
    day.set_is_off_day(days->GetBool(i, 2));
  }
  return absl::OkStatus();
}

absl::Status ReadParametersAndDuties(postgres::Transaction& tx, const std::string& city_id,
                                     v1::GetEnvironmentResponse* out) {
  LIANBAN_ASSIGN_OR_RETURN(const auto parameters, tx.Query("parameters", {city_id}));
  for (int i = 0; i < parameters->size(); ++i) {
    v1::Parameter& parameter = *out->add_parameters();
    parameter.set_key(parameters->GetString(i, 0));
    parameter.set_area_code(parameters->GetString(i, 1));
    parameter.set_value_json(parameters->GetString(i, 2));
    parameter.set_basis(parameters->GetString(i, 3));
    parameter.set_locked(parameters->GetBool(i, 4));
    parameter.set_set_by(parameters->GetString(i, 5));
  }
  LIANBAN_ASSIGN_OR_RETURN(const auto duties, tx.Query("duties", {city_id}));
  for (int i = 0; i < duties->size(); ++i) {
    v1::Duty& duty = *out->add_duties();
    duty.set_duty(duties->GetString(i, 0));
    duty.set_area_code(duties->GetString(i, 1));
    duty.set_unit_id(duties->GetString(i, 2));
  }
  return absl::OkStatus();
}

}  // namespace lianban::catalog

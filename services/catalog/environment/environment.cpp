#include "services/catalog/environment/environment.h"

#include <set>

#include "absl/time/civil_time.h"
#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "services/catalog/environment/environment_store.h"
#include "services/catalog/environment/parameter_locks.h"
#include "services/catalog/names.h"
#include "services/lib/errors/error.h"
#include "services/workflow/validate/area_code.h"
#include "services/workflow/validate/violation.h"

namespace lianban::catalog {
namespace {

constexpr int kRowsMax = 5000;
constexpr size_t kValueBytesMax = 8192;

absl::Status TooMany() { return Error("REQUEST_INVALID", {{"detail", fmt::format("at most {} rows", kRowsMax)}}); }

absl::Status CheckCalendar(const v1::ImportCalendarRequest& request) {
  if (request.year() < 1949 || request.year() > 2999) return Error("REQUEST_INVALID", {{"detail", "year"}});
  if (request.days_size() > 400) return TooMany();
  std::set<absl::CivilDay> seen;
  for (int i = 0; i < request.days_size(); ++i) {
    const std::string& text = request.days(i).date();
    absl::CivilDay day;
    std::string fault;
    if (text.size() != 10 || !absl::ParseCivilTime(text, &day)) {
      fault = fmt::format("{} is not a date", text);
    } else if (day.year() != request.year() && !(day.year() == request.year() - 1 && day.month() == 12)) {
      fault = fmt::format("{} does not belong to {}", text, request.year());
    } else if (!seen.insert(day).second) {
      fault = fmt::format("{} appears twice", text);
    }
    if (!fault.empty()) return Error("CALENDAR_INVALID", {{"line", std::to_string(i + 1)}, {"detail", fault}});
  }
  return absl::OkStatus();
}

// Collects what is wrong with rows of (name, area); `area_code` is brought to the form of look-ups.
class RowCheck {
 public:
  explicit RowCheck(std::string field) : field_(std::move(field)) {}

  void Row(int index, const std::string& name, std::string_view name_reason, std::string* area_code) {
    if (!IsDottedName(name)) Add(index, {"", std::string(name_reason), {}});
    if (!area_code->empty()) {
      const auto area = workflow::ParseAreaCode(*area_code);
      if (area.ok()) {
        *area_code = area->brief;
      } else {
        Add(index, workflow::ViolationOf("", area.status()));
      }
    }
    if (!seen_.insert({name, *area_code}).second) Add(index, {"", "ROW_TWICE", {}});
  }
  void Add(int index, FieldViolation violation) {
    violation.field = fmt::format("{}[{}]", field_, index);
    violation.metadata["field"] = violation.metadata["label"] = violation.field;
    if (violations_.size() < 20) violations_.push_back(std::move(violation));
  }
  absl::Status Result() const {
    if (violations_.empty()) return absl::OkStatus();
    return Error("REQUEST_INVALID", {{"detail", field_}}, violations_);
  }

 private:
  const std::string field_;
  std::set<std::pair<std::string, std::string>> seen_;
  std::vector<FieldViolation> violations_;
};

}  // namespace

absl::StatusOr<v1::ImportCalendarResponse> ImportCalendar(postgres::Database& database, const Change& change,
                                                          const v1::ImportCalendarRequest& request) {
  LIANBAN_RETURN_IF_ERROR(CheckCalendar(request));
  v1::ImportCalendarResponse response;
  auto status = WriteOnce(database, change, request.request_id(), request, &response,
                          [&](postgres::Transaction& tx) -> absl::Status {
                            response.set_days(request.days_size());
                            return WriteCalendar(tx, change, request).status();
                          });
  // Two notices never speak of the same day, except by mistake.
  if (postgres::ViolatedConstraint(status) == "calendar_day_pkey") {
    return Error("CALENDAR_INVALID", {{"line", "0"}, {"detail", "a day is in the notice of another year already"}});
  }
  LIANBAN_RETURN_IF_ERROR(status);
  return response;
}

absl::StatusOr<v1::SetParametersResponse> SetParameters(postgres::Database& database, const Change& change,
                                                        const v1::SetParametersRequest& request) {
  if (request.parameters_size() > kRowsMax) return TooMany();
  std::vector<v1::Parameter> parameters(request.parameters().begin(), request.parameters().end());
  RowCheck check("parameters");
  for (size_t i = 0; i < parameters.size(); ++i) {
    v1::Parameter& parameter = parameters[i];
    check.Row(static_cast<int>(i), parameter.key(), "PARAMETER_KEY_INVALID", parameter.mutable_area_code());
    if (parameter.value_json().empty()) continue;
    const auto value = nlohmann::json::parse(parameter.value_json(), nullptr, false);
    if (value.is_discarded() || parameter.value_json().size() > kValueBytesMax) {
      check.Add(static_cast<int>(i), {"", "PARAMETER_VALUE_INVALID", {}});
      continue;
    }
    parameter.set_value_json(value.dump());  // one spelling, so that an import again changes nothing
  }
  LIANBAN_RETURN_IF_ERROR(check.Result());
  for (const v1::Parameter& parameter : parameters) {
    LIANBAN_RETURN_IF_ERROR(RequireArea(change, parameter.area_code(), parameter.key()));
  }
  v1::SetParametersResponse response;
  LIANBAN_RETURN_IF_ERROR(WriteOnce(database, change, request.request_id(), request, &response,
                                    [&](postgres::Transaction& tx) -> absl::Status {
                                      LIANBAN_RETURN_IF_ERROR(CheckOwnLocks(tx, change, parameters));
                                      LIANBAN_ASSIGN_OR_RETURN(const int changed, WriteParameters(tx, change, parameters));
                                      response.set_changed(changed);
                                      return CheckLocks(tx, change, parameters);
                                    }));
  return response;
}

absl::StatusOr<v1::SetDutiesResponse> SetDuties(postgres::Database& database, const Change& change,
                                                const v1::SetDutiesRequest& request) {
  if (request.duties_size() > kRowsMax) return TooMany();
  std::vector<v1::Duty> duties(request.duties().begin(), request.duties().end());
  RowCheck check("duties");
  for (size_t i = 0; i < duties.size(); ++i) {
    check.Row(static_cast<int>(i), duties[i].duty(), "DUTY_NAME_INVALID", duties[i].mutable_area_code());
    if (duties[i].unit_id().size() > 64) check.Add(static_cast<int>(i), {"", "UNIT_ID_INVALID", {}});
  }
  LIANBAN_RETURN_IF_ERROR(check.Result());
  for (const v1::Duty& duty : duties) LIANBAN_RETURN_IF_ERROR(RequireArea(change, duty.area_code(), duty.duty()));
  v1::SetDutiesResponse response;
  LIANBAN_RETURN_IF_ERROR(WriteOnce(database, change, request.request_id(), request, &response,
                                    [&](postgres::Transaction& tx) -> absl::Status {
                                      LIANBAN_ASSIGN_OR_RETURN(const int changed, WriteDuties(tx, change, duties));
                                      response.set_changed(changed);
                                      return absl::OkStatus();
                                    }));
  return response;
}

absl::StatusOr<v1::GetEnvironmentResponse> GetEnvironment(postgres::Database& database, const rpc::Context& caller,
                                                          const v1::GetEnvironmentRequest& request) {
  v1::GetEnvironmentResponse response;
  const std::string& city_id = caller.city_id();
  LIANBAN_RETURN_IF_ERROR(database.RunTx(city_id, [&](postgres::Transaction& tx) -> absl::Status {
    response.Clear();
    // The etag first: whatever commits meanwhile is then read twice, never missed.
    LIANBAN_ASSIGN_OR_RETURN(const std::string etag, ReadEnvironmentEtag(tx, city_id));
    response.set_etag(etag);
    response.set_unchanged(etag == request.etag());
    if (response.unchanged()) return absl::OkStatus();
    LIANBAN_RETURN_IF_ERROR(ReadCalendar(tx, city_id, &response));
    return ReadParametersAndDuties(tx, city_id, &response);
  }));
  return response;
}

}  // namespace lianban::catalog

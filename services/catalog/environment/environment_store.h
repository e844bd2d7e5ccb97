#pragma once
// Rows of calendar_notice, calendar_day, parameter, duty and environment.

#include <vector>

#include "lianban/catalog/v1/catalog.pb.h"
#include "services/catalog/writing_call.h"

namespace lianban::catalog {

// Kind of the record that casework counts the due dates again for.
inline constexpr char kImportCalendar[] = "import_calendar";

// Each says how many rows are different now; zero leaves the etag alone.
absl::StatusOr<int> WriteCalendar(postgres::Transaction& tx, const Change& change,
                                  const v1::ImportCalendarRequest& calendar);
absl::StatusOr<int> WriteParameters(postgres::Transaction& tx, const Change& change,
                                    const std::vector<v1::Parameter>& parameters);
absl::StatusOr<int> WriteDuties(postgres::Transaction& tx, const Change& change, const std::vector<v1::Duty>& duties);

// "none" for a city that was never given anything.
absl::StatusOr<std::string> ReadEnvironmentEtag(postgres::Transaction& tx, const std::string& city_id);
// Days and loaded years only.
absl::Status ReadCalendar(postgres::Transaction& tx, const std::string& city_id, v1::GetEnvironmentResponse* out);
absl::Status ReadParametersAndDuties(postgres::Transaction& tx, const std::string& city_id,
                                     v1::GetEnvironmentResponse* out);

}  // namespace lianban::catalog

#pragma once
// Calendars, parameters and duties of a city: what every decision depends on, as one versioned snapshot.

#include "lianban/catalog/v1/catalog.pb.h"
#include "services/catalog/writing_call.h"

namespace lianban::catalog {

// Replaces what the notice of the year said before. Errors: CALENDAR_INVALID, REQUEST_INVALID.
absl::StatusOr<v1::ImportCalendarResponse> ImportCalendar(postgres::Database& database, const Change& change,
                                                          const v1::ImportCalendarRequest& request);

// An empty value_json takes the parameter away. Area codes are stored without the zeros of higher levels, as look-ups go
// (330600 -> 3306). What is locked above is refused: PARAMETER_LOCKED, PARAMETER_SET_BELOW. `changed` counts the rows that are different now.
absl::StatusOr<v1::SetParametersResponse> SetParameters(postgres::Database& database, const Change& change,
                                                        const v1::SetParametersRequest& request);

// An empty unit_id takes the duty away. Otherwise as SetParameters.
absl::StatusOr<v1::SetDutiesResponse> SetDuties(postgres::Database& database, const Change& change,
                                                const v1::SetDutiesRequest& request);

absl::StatusOr<v1::GetEnvironmentResponse> GetEnvironment(postgres::Database& database, const rpc::Context& caller,
                                                          const v1::GetEnvironmentRequest& request);

}  // namespace lianban::catalog

#include "services/catalog/environment/compute_deadline.h"

#include "services/lib/errors/error.h"
#include "services/workflow/time/deadline.h"

namespace lianban::catalog {
namespace {

constexpr int kDaysListedMax = 3700;  // ten years

}  // namespace

absl::StatusOr<v1::ComputeDeadlineResponse> ComputeDeadline(const workflow::Calendar& calendar,
                                                            const v1::ComputeDeadlineRequest& request) {
  LIANBAN_ASSIGN_OR_RETURN(const workflow::Period period, workflow::ParsePeriod(request.period()));
  const absl::Time start = absl::FromUnixSeconds(request.start_time().seconds()) +
                           absl::Nanoseconds(request.start_time().nanos());
  const absl::TimeZone zone = absl::FixedTimeZone(8 * 3600);
  const absl::CivilDay first = absl::ToCivilDay(start, zone);
  if (!request.has_start_time() || first.year() < 1900 || first.year() > 2999) {
    return Error("REQUEST_INVALID", {{"detail", "start_time"}});
  }
  const workflow::Deadline deadline = workflow::ComputeDeadline(
      {.start = start, .period = period, .roll = !request.no_roll(), .with_days = true}, calendar, zone);
  v1::ComputeDeadlineResponse response;
  response.mutable_due_time()->set_seconds(absl::ToUnixSeconds(deadline.due));
  response.mutable_due_time()->set_nanos(
      static_cast<int32_t>((deadline.due - absl::FromUnixSeconds(absl::ToUnixSeconds(deadline.due))) / absl::Nanoseconds(1)));
  response.set_last_day(absl::FormatCivilTime(deadline.last_day));
  response.set_nominal_day(absl::FormatCivilTime(deadline.nominal_day));
  response.set_unverified(deadline.unverified);
  if (deadline.days.size() > kDaysListedMax) return response;
  for (const workflow::CountedDay& day : deadline.days) {
    auto& listed = *response.add_days();
    listed.set_date(absl::FormatCivilTime(day.day));
    listed.set_number(day.number);
    listed.set_remark(day.remark);
  }
  return response;
}

}  // namespace lianban::catalog

// What holds for every start, period and pause.
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "services/workflow/time/local_time_for_test.h"

namespace lianban::workflow {
namespace {

using absl::CivilDay;

DeadlineRequest AnyRequest(PeriodUnit unit, int count_max) {
  const CivilDay day = CivilDay(2024, 1, 1) + *rc::gen::inRange(0, 3 * 365);
  const absl::Time start = absl::FromCivil(day, kZone) + absl::Minutes(*rc::gen::inRange(0, 24 * 60));
  return {.start = start, .period = {unit, *rc::gen::inRange(1, count_max)}};
}

PeriodUnit AnyDayUnit() {
  return *rc::gen::element(PeriodUnit::kDays, PeriodUnit::kWorkdays, PeriodUnit::kMonths, PeriodUnit::kYears);
}

RC_GTEST_PROP(DeadlineProperty, DayPeriodsEndOnWorkingDays, ()) {
  RC_ASSERT(ShippedCalendar().IsWorkday(Compute(AnyRequest(AnyDayUnit(), 60)).last_day));
}

RC_GTEST_PROP(DeadlineProperty, NothingButRestDaysLiesBetweenNominalAndLast, ()) {
  const auto deadline = Compute(AnyRequest(AnyDayUnit(), 60));
  RC_ASSERT(deadline.nominal_day <= deadline.last_day);
  for (CivilDay day = deadline.nominal_day; day < deadline.last_day; ++day) RC_ASSERT(!ShippedCalendar().IsWorkday(day));
}

RC_GTEST_PROP(DeadlineProperty, LongerPeriodIsNeverDueEarlier, ()) {
  auto request = AnyRequest(AnyDayUnit(), 60);
  const auto shorter = Compute(request);
  request.period.count += *rc::gen::inRange(0, 10);
  RC_ASSERT(shorter.due <= Compute(request).due);
}

RC_GTEST_PROP(DeadlineProperty, WorkdaysBetweenIsTheInverse, ()) {
  const auto request = AnyRequest(PeriodUnit::kWorkdays, 200);
  const auto deadline = Compute(request);
  RC_ASSERT(WorkdaysBetween(absl::ToCivilDay(request.start, kZone), deadline.last_day, ShippedCalendar()) ==
            request.period.count);
}

// Two pauses anywhere: the nominal end moves by exactly the paused days it runs through.
RC_GTEST_PROP(DeadlineProperty, PausesMoveTheEndByExactlyThePausedDays, ()) {
  auto request = AnyRequest(PeriodUnit::kDays, 90);
  const auto plain = Compute(request);
  const CivilDay start = absl::ToCivilDay(request.start, kZone);
  const CivilDay first = start + *rc::gen::inRange(0, 30);
  const CivilDay back = first + *rc::gen::inRange(0, 30);
  const CivilDay second = back + *rc::gen::inRange(0, 30);
  const CivilDay again = second + *rc::gen::inRange(0, 30);
  request.pauses = {{first, back}, {second, again}};
  int64_t moved = first < plain.nominal_day ? back - first : 0;
  if (second < plain.nominal_day + moved) moved += again - second;
  RC_ASSERT(Compute(request).nominal_day - plain.nominal_day == moved);
}

RC_GTEST_PROP(DeadlineProperty, CountListsEveryDayOnceAndNumbersThePeriod, ()) {
  auto request = AnyRequest(*rc::gen::element(PeriodUnit::kDays, PeriodUnit::kWorkdays), 60);
  request.with_days = true;
  const CivilDay start = absl::ToCivilDay(request.start, kZone);
  const CivilDay notice = start + *rc::gen::inRange(0, 40);
  request.pauses = {{notice, notice + *rc::gen::inRange(0, 20)}};
  const auto deadline = Compute(request);
  RC_ASSERT(deadline.days.size() == static_cast<size_t>(deadline.last_day - start + 1));
  int number = 0;
  for (size_t i = 0; i < deadline.days.size(); ++i) {
    RC_ASSERT(deadline.days[i].day == start + static_cast<int64_t>(i));
    if (deadline.days[i].number != 0) RC_ASSERT(deadline.days[i].number == ++number);
  }
  RC_ASSERT(number == request.period.count);
}

}  // namespace
}  // namespace lianban::workflow

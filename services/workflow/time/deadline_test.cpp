// The counting rules R1–R10, one test each or more, and what the day-by-day count says.
#include "services/workflow/time/deadline.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/workflow/time/local_time_for_test.h"

namespace lianban::workflow {
namespace {

using absl::CivilDay;
using absl::CivilMinute;
using testing::ElementsAre;

DeadlineRequest Request(CivilDay start, std::string_view period) {
  return {.start = absl::FromCivil(start, kZone), .period = ParsePeriod(period).value()};
}

TEST(CountingRule, R1StartingDayIsNotCountedAtWhateverHour) {
  for (int hour : {0, 9, 23}) {
    const auto d = Compute({.start = At(CivilMinute(2026, 3, 3, hour)), .period = {PeriodUnit::kDays, 1}});
    EXPECT_EQ(d.last_day, CivilDay(2026, 3, 4)) << hour;
  }
}

TEST(CountingRule, R1HoursStartAtTheMomentItself) {
  EXPECT_EQ(Compute({.start = At(CivilMinute(2026, 3, 3, 9, 30)), .period = {PeriodUnit::kMinutes, 30}}).due, At(CivilMinute(2026, 3, 3, 10)));
}

TEST(CountingRule, R2LastDayOnAWeekendRollsToMonday) {
  const auto d = Compute(Request(CivilDay(2026, 11, 10), "5d"));
  EXPECT_EQ(d.nominal_day, CivilDay(2026, 11, 15));
  EXPECT_EQ(d.last_day, CivilDay(2026, 11, 16));
}

TEST(CountingRule, R2MakeUpSundayIsAWorkingDay) {
  EXPECT_EQ(Compute(Request(CivilDay(2026, 9, 15), "5d")).last_day, CivilDay(2026, 9, 20));
}

TEST(CountingRule, R2DoesNotRollWhereTheItemSaysSo) {
  auto request = Request(CivilDay(2026, 9, 24), "7d");
  request.roll = false;
  EXPECT_EQ(Compute(request).last_day, CivilDay(2026, 10, 1));
}

TEST(CountingRule, R3RestDaysInsideThePeriodCount) {
  EXPECT_EQ(Compute(Request(CivilDay(2026, 9, 30), "8d")).last_day, CivilDay(2026, 10, 8));
}

TEST(CountingRule, R4WorkingDaysSkipRestDaysAndCountMakeUpDays) {
  EXPECT_EQ(Compute(Request(CivilDay(2026, 10, 8), "2wd")).last_day, CivilDay(2026, 10, 10));
  EXPECT_EQ(Compute(Request(CivilDay(2026, 10, 8), "3wd")).last_day, CivilDay(2026, 10, 12));
}

TEST(CountingRule, R4StartsWithTheNextWorkingDayEvenWhenFiledOnARestDay) {
  EXPECT_EQ(Compute(Request(CivilDay(2026, 10, 3), "1wd")).last_day, CivilDay(2026, 10, 8));
}

TEST(CountingRule, R5LastDayEndsAtMidnightOrWhenTheCounterCloses) {
  auto request = Request(CivilDay(2026, 3, 3), "7d");
  EXPECT_EQ(Compute(request).due, At(CivilMinute(2026, 3, 11)));
  request.cutoff_minutes = 17 * 60;
  EXPECT_EQ(Compute(request).due, At(CivilMinute(2026, 3, 10, 17)));
}

TEST(CountingRule, R6MonthsEndOnTheCorrespondingDateOrMonthEnd) {
  EXPECT_EQ(Compute(Request(CivilDay(2026, 1, 31), "1mo")).nominal_day, CivilDay(2026, 2, 28));
  EXPECT_EQ(Compute(Request(CivilDay(2024, 1, 31), "1mo")).nominal_day, CivilDay(2024, 2, 29));
  EXPECT_EQ(Compute(Request(CivilDay(2026, 3, 31), "1mo")).nominal_day, CivilDay(2026, 4, 30));
  EXPECT_EQ(Compute(Request(CivilDay(2025, 11, 30), "3mo")).nominal_day, CivilDay(2026, 2, 28));
  EXPECT_EQ(Compute(Request(CivilDay(2024, 2, 29), "1y")).nominal_day, CivilDay(2025, 2, 28));
  EXPECT_EQ(Compute(Request(CivilDay(2025, 3, 3), "1y")).nominal_day, CivilDay(2026, 3, 3));
}

TEST(CountingRule, R6ThenRollsLikeDays) {
  const auto d = Compute(Request(CivilDay(2026, 9, 3), "1mo"));
  EXPECT_EQ(d.nominal_day, CivilDay(2026, 10, 3));
  EXPECT_EQ(d.last_day, CivilDay(2026, 10, 8));
}

TEST(CountingRule, R7TheLastDayBelongsToThePeriod) {
  const auto d = Compute(Request(CivilDay(2026, 3, 3), "7d"));
  EXPECT_LT(At(CivilMinute(2026, 3, 10, 23, 59)), d.due);
  EXPECT_GE(At(CivilMinute(2026, 3, 11, 0, 0)), d.due);
}

TEST(CountingRule, R8NoticeDayCountsAndCountingResumesTheDayAfterReceipt) {
  auto request = Request(CivilDay(2026, 3, 2), "5d");
  request.pauses = {{CivilDay(2026, 3, 4), CivilDay(2026, 3, 6)}};
  request.with_days = true;
  const auto d = Compute(request);
  EXPECT_EQ(d.last_day, CivilDay(2026, 3, 9));
  std::vector<int> numbers;
  for (const auto& day : d.days) numbers.push_back(day.number);
  EXPECT_THAT(numbers, ElementsAre(0, 1, 2, 0, 0, 3, 4, 5));
}

TEST(CountingRule, R8WorkingDaysArePausedAsWorkingDays) {
  auto request = Request(CivilDay(2026, 3, 2), "5wd");
  request.pauses = {{CivilDay(2026, 3, 4), CivilDay(2026, 3, 9)}};
  EXPECT_EQ(Compute(request).last_day, CivilDay(2026, 3, 12));
}

TEST(CountingRule, R8SuppliedTheSameDayPausesNothing) {
  auto request = Request(CivilDay(2026, 3, 2), "5d");
  request.pauses = {{CivilDay(2026, 3, 4), CivilDay(2026, 3, 4)}};
  EXPECT_EQ(Compute(request).last_day, CivilDay(2026, 3, 9));  // 03-07 is a Saturday: rolled
  EXPECT_EQ(Compute(request).nominal_day, CivilDay(2026, 3, 7));
}

TEST(CountingRule, R8PauseAfterTheEndChangesNothing) {
  for (const char* period : {"5d", "5wd", "1mo", "12h"}) {
    auto request = Request(CivilDay(2026, 3, 2), period);
    const auto plain = Compute(request);
    request.pauses = {{CivilDay(2026, 6, 1), std::nullopt}};
    EXPECT_EQ(Compute(request).due, plain.due) << period;
  }
}

// The last day is a rest day, and while it moves on time stands still: it ends when time runs again, not inside the pause.
TEST(CountingRule, R8ARolledLastDayDoesNotFallIntoAPause) {
  auto request = Request(CivilDay(2026, 2, 9), "7d");  // nominally 02-16, inside the Spring Festival, which lasts until 02-23
  EXPECT_EQ(Compute(request).last_day, CivilDay(2026, 2, 24));
  request.pauses = {{CivilDay(2026, 2, 17), CivilDay(2026, 2, 26)}};
  EXPECT_EQ(Compute(request).last_day, CivilDay(2026, 2, 27));
  request.pauses = {{CivilDay(2026, 2, 17), CivilDay(2026, 2, 20)}};
  EXPECT_EQ(Compute(request).last_day, CivilDay(2026, 2, 24));
  request.pauses = {{CivilDay(2026, 2, 17), std::nullopt}};
  EXPECT_TRUE(Compute(request).paused);
}

TEST(CountingRule, R8OpenPauseLeavesNoDueDate) {
  for (const char* period : {"5d", "5wd", "1mo", "72h"}) {
    auto request = Request(CivilDay(2026, 3, 2), period);
    request.pauses = {{CivilDay(2026, 3, 3), std::nullopt}};
    const auto d = Compute(request);
    EXPECT_TRUE(d.paused) << period;
    EXPECT_EQ(d.due, absl::InfiniteFuture()) << period;
    EXPECT_EQ(d.last_day, CivilDay(2026, 3, 3)) << period;
  }
}

TEST(CountingRule, R8HoursStandStillForWholeDays) {
  DeadlineRequest request{.start = At(CivilMinute(2026, 3, 2, 10)), .period = {PeriodUnit::kHours, 24}};
  request.pauses = {{CivilDay(2026, 3, 2), CivilDay(2026, 3, 4)}};
  EXPECT_EQ(Compute(request).due, At(CivilMinute(2026, 3, 5, 10)));
}

TEST(CountingRule, R9CountsFromTheDayOfService) {
  const auto issued = Compute(Request(CivilDay(2026, 3, 2), "5d"));
  const auto served = Compute(Request(CivilDay(2026, 3, 4), "5d"));
  EXPECT_EQ(served.nominal_day - issued.nominal_day, 2);
}

TEST(CountingRule, R10YearThatIsNotLoadedMakesTheDateProvisional) {
  EXPECT_TRUE(Compute(Request(CivilDay(2026, 12, 30), "3wd")).unverified);
  EXPECT_TRUE(Compute(Request(CivilDay(2026, 12, 30), "3d")).unverified);
  EXPECT_FALSE(Compute(Request(CivilDay(2026, 12, 1), "3d")).unverified);
  EXPECT_TRUE(ComputeDeadline(Request(CivilDay(2026, 3, 3), "7d"), Calendar(), kZone).unverified);
}

TEST(CountingRule, R10HoursNeverDependOnACalendar) {
  EXPECT_FALSE(ComputeDeadline({.start = At(CivilMinute(2030, 1, 1)), .period = {PeriodUnit::kHours, 2}}, Calendar(), kZone).unverified);
}

TEST(CountingRule, WorkdaysBetweenCountsAfterFromUpToTo) {
  EXPECT_EQ(WorkdaysBetween(CivilDay(2026, 9, 30), CivilDay(2026, 10, 10), ShippedCalendar()), 3);
  EXPECT_EQ(WorkdaysBetween(CivilDay(2026, 10, 10), CivilDay(2026, 9, 30), ShippedCalendar()), -3);
  EXPECT_EQ(WorkdaysBetween(CivilDay(2026, 10, 10), CivilDay(2026, 10, 10), ShippedCalendar()), 0);
}

TEST(CountDayByDay, ExplainsEveryDayOfARolledPeriod) {
  auto request = Request(CivilDay(2026, 9, 24), "7d");
  request.with_days = true;
  const auto d = Compute(request);
  std::vector<std::string> lines;
  for (const auto& day : d.days) {
    lines.push_back(absl::FormatCivilTime(day.day).substr(5) + " " + std::to_string(day.number) + " " + day.remark);
  }
  EXPECT_THAT(lines, ElementsAre("09-24 0 起始日不计", "09-25 1 中秋节", "09-26 2 中秋节", "09-27 3 中秋节", "09-28 4 ",
                                 "09-29 5 ", "09-30 6 ", "10-01 7 国庆节，最后一日遇休息日，顺延",
                                 "10-02 0 国庆节，顺延", "10-03 0 国庆节，顺延", "10-04 0 国庆节，顺延",
                                 "10-05 0 国庆节，顺延", "10-06 0 国庆节，顺延", "10-07 0 国庆节，顺延",
                                 "10-08 0 顺延至本日届满"));
}

TEST(CountDayByDay, MarksMakeUpDaysAndWeekends) {
  auto request = Request(CivilDay(2026, 10, 9), "2wd");
  request.with_days = true;
  const auto d = Compute(request);
  ASSERT_EQ(d.days.size(), 4u);
  EXPECT_EQ(d.days[1].remark, "调休上班");
  EXPECT_EQ(d.days[1].number, 1);
  EXPECT_EQ(d.days[2].remark, "休息日，不计");
  EXPECT_EQ(d.days[2].number, 0);
  EXPECT_EQ(d.days[3].number, 2);
}

TEST(Period, ReadsExactlyTheWrittenForms) {
  for (const char* text : {"7d", "5wd", "1mo", "1y", "2h", "30min", "0d"}) {
    const auto period = ParsePeriod(text);
    ASSERT_TRUE(period.ok()) << text;
    EXPECT_EQ(FormatPeriod(*period), text);
  }
  for (const char* text : {"", "d", "7", "-1d", "+1d", "07d", "7 d", " 7d", "7D", "7days", "1.5d", "99999999999999999999d",
                           "40000d", "7d ", "wd5"}) {
    EXPECT_FALSE(ParsePeriod(text).ok()) << text;
  }
}

TEST(Period, SpeaksChinese) { EXPECT_EQ(PeriodInChinese({PeriodUnit::kWorkdays, 5}), "5个工作日"); }

}  // namespace
}  // namespace lianban::workflow

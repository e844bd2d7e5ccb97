// The test vectors of the domain's calendar chapter, each with the point it shows, and the dates of the acceptance
// scenarios that are pure counting.
#include "gtest/gtest.h"
#include "services/workflow/time/local_time_for_test.h"
#include "services/workflow/time/deadline.h"

namespace lianban::workflow {
namespace {

using absl::CivilMinute;

struct Vector {
  const char* id;
  const char* start;  // local, YYYY-MM-DDTHH:MM
  const char* period;
  const char* nominal;
  const char* last;
  bool unverified = false;
};

class DeadlineVectors : public testing::TestWithParam<Vector> {};

TEST_P(DeadlineVectors, GivesTheDateOfTheChapter) {
  const Vector& v = GetParam();
  const absl::TimeZone zone = absl::FixedTimeZone(8 * 3600);
  absl::CivilSecond start;
  absl::CivilDay nominal, last;
  ASSERT_TRUE(absl::ParseLenientCivilTime(v.start, &start));
  ASSERT_TRUE(absl::ParseCivilTime(v.nominal, &nominal));
  ASSERT_TRUE(absl::ParseCivilTime(v.last, &last));
  const auto period = ParsePeriod(v.period);
  ASSERT_TRUE(period.ok());
  const Deadline deadline =
      ComputeDeadline({.start = absl::FromCivil(start, zone), .period = *period}, ShippedCalendar(), zone);
  EXPECT_EQ(deadline.nominal_day, nominal);
  EXPECT_EQ(deadline.last_day, last);
  EXPECT_EQ(deadline.due, absl::FromCivil(last + 1, zone));
  EXPECT_EQ(deadline.unverified, v.unverified);
}

INSTANTIATE_TEST_SUITE_P(
    Chapter4, DeadlineVectors,
    testing::Values(Vector{"V01", "2026-03-03T10:20", "7d", "2026-03-10", "2026-03-10"},
                    Vector{"V02", "2026-09-24", "7d", "2026-10-01", "2026-10-08"},
                    Vector{"V03", "2026-06-12", "7d", "2026-06-19", "2026-06-22"},
                    Vector{"V04", "2025-01-21", "7d", "2025-01-28", "2025-02-05"},
                    Vector{"V06", "2024-09-10", "5d", "2024-09-15", "2024-09-18"},
                    Vector{"V07", "2026-01-30", "15d", "2026-02-14", "2026-02-14"},
                    Vector{"V09", "2026-02-12", "3d", "2026-02-15", "2026-02-24"},
                    Vector{"V10", "2026-04-30", "5d", "2026-05-05", "2026-05-06"},
                    Vector{"V11", "2026-09-22", "5d", "2026-09-27", "2026-09-28"},
                    Vector{"V13", "2026-02-14", "60d", "2026-04-15", "2026-04-15"},
                    Vector{"V14", "2026-02-14", "90d", "2026-05-15", "2026-05-15"},
                    Vector{"V15", "2026-08-03", "60d", "2026-10-02", "2026-10-08"},
                    Vector{"V16", "2026-08-03", "90d", "2026-11-01", "2026-11-02"},
                    Vector{"V18", "2026-09-01", "30d", "2026-10-01", "2026-10-08"},
                    Vector{"V19", "2026-01-16", "30d", "2026-02-15", "2026-02-24"},
                    Vector{"V20", "2026-12-25", "7d", "2027-01-01", "2027-01-01", true},
                    Vector{"V21", "2026-09-18", "20wd", "2026-10-22", "2026-10-22"},
                    Vector{"V22", "2026-10-22", "10wd", "2026-11-05", "2026-11-05"},
                    Vector{"V23", "2026-04-30", "5wd", "2026-05-11", "2026-05-11"},
                    Vector{"V25", "2026-02-13", "1wd", "2026-02-14", "2026-02-14"},
                    Vector{"V26", "2026-02-13", "5wd", "2026-02-27", "2026-02-27"},
                    Vector{"V27", "2026-09-30", "1wd", "2026-10-08", "2026-10-08"},
                    Vector{"V30", "2024-09-13", "2wd", "2024-09-18", "2024-09-18"},
                    Vector{"V32", "2024-02-29", "12mo", "2025-02-28", "2025-02-28"}),
    [](const auto& info) { return info.param.id; });

INSTANTIATE_TEST_SUITE_P(
    Scenarios, DeadlineVectors,
    testing::Values(Vector{"LA01_assign", "2026-03-09", "3d", "2026-03-12", "2026-03-12"},
                    Vector{"LA01_sign", "2026-03-11", "5d", "2026-03-16", "2026-03-16"},
                    Vector{"LA02_assign", "2026-10-08", "3d", "2026-10-11", "2026-10-12"},
                    Vector{"LA04_supplement", "2026-06-08", "10wd", "2026-06-23", "2026-06-23"},
                    Vector{"LA07_objection", "2026-04-30", "5d", "2026-05-05", "2026-05-06"},
                    Vector{"LA07_assign", "2026-05-07", "3d", "2026-05-10", "2026-05-11"},
                    Vector{"LA09_assign", "2026-02-12", "3d", "2026-02-15", "2026-02-24"},
                    Vector{"LA11_file", "2026-05-25", "30d", "2026-06-24", "2026-06-24"},
                    Vector{"PS09_publicity", "2026-04-29", "5wd", "2026-05-09", "2026-05-09"},
                    Vector{"PS11_first", "2026-05-12", "15wd", "2026-06-02", "2026-06-02"},
                    Vector{"JC01_mediation", "2026-09-18T09:12", "30d", "2026-10-18", "2026-10-19"},
                    Vector{"JC01_legal_aid", "2026-09-18T09:12", "7d", "2026-09-25", "2026-09-28"},
                    Vector{"JC01_petition", "2026-09-18T09:12", "15d", "2026-10-03", "2026-10-08"},
                    Vector{"JC05_window", "2026-09-01", "30d", "2026-10-01", "2026-10-08"},
                    Vector{"JC12_call_back", "2026-06-12", "3wd", "2026-06-17", "2026-06-17"},
                    Vector{"JC12_rectify", "2026-06-15", "15wd", "2026-07-07", "2026-07-07"},
                    Vector{"DL11_ruling", "2026-09-28", "5wd", "2026-10-10", "2026-10-10"}),
    [](const auto& info) { return info.param.id; });

Deadline Hours(CivilMinute start, int hours) {
  return ComputeDeadline({.start = At(start), .period = {PeriodUnit::kHours, hours}}, ShippedCalendar(),
                         absl::FixedTimeZone(8 * 3600));
}

TEST(DeadlineVectorsOfHours, V34TwoHoursOnNationalDayDoNotRoll) {
  EXPECT_EQ(Hours(CivilMinute(2026, 10, 1, 10, 15), 2).due, At(CivilMinute(2026, 10, 1, 12, 15)));
}

TEST(DeadlineVectorsOfHours, V35CustodyTransferIsDueTheNextDayAtTheSameTime) {
  EXPECT_EQ(Hours(CivilMinute(2026, 5, 1, 9, 30), 24).due, At(CivilMinute(2026, 5, 2, 9, 30)));
}

TEST(DeadlineVectorsOfPauses, V37SupplementStopsNaturalDays) {
  const absl::TimeZone zone = absl::FixedTimeZone(8 * 3600);
  const Deadline deadline = ComputeDeadline(
      {.start = At(CivilMinute(2026, 2, 9)),
       .period = {PeriodUnit::kDays, 7},
       .pauses = {{absl::CivilDay(2026, 2, 11), absl::CivilDay(2026, 2, 26)}}},
      ShippedCalendar(), zone);
  EXPECT_EQ(deadline.last_day, absl::CivilDay(2026, 3, 3));
}

}  // namespace
}  // namespace lianban::workflow

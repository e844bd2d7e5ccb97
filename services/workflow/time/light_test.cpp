#include "services/workflow/time/light.h"

#include "gtest/gtest.h"
#include "services/workflow/time/local_time_for_test.h"

namespace lianban::workflow {
namespace {

using absl::CivilMinute;

Light Lit(absl::Time start, absl::Time due, absl::Time now) {
  return LightFor(start, due, now, false, ShippedCalendar(), kZone, 20, 1);
}

// LA-02: filed 2026-09-24, last day 2026-10-08.
TEST(Light, TurnsYellowWhenOneWorkingDayIsLeft) {
  const absl::Time start = At(CivilMinute(2026, 9, 24, 10)), due = At(CivilMinute(2026, 10, 9));
  EXPECT_EQ(Lit(start, due, At(CivilMinute(2026, 9, 30, 23, 59))), Light::kNormal);
  EXPECT_EQ(Lit(start, due, At(CivilMinute(2026, 10, 1, 0, 0))), Light::kYellow);
  EXPECT_EQ(Lit(start, due, At(CivilMinute(2026, 10, 8, 23, 59))), Light::kYellow);
  EXPECT_EQ(Lit(start, due, At(CivilMinute(2026, 10, 9, 0, 0))), Light::kRed);
}

TEST(Light, TurnsYellowAtTheShareWhenThatIsEarlier) {
  const absl::Time start = At(CivilMinute(2026, 3, 2)), due = At(CivilMinute(2026, 6, 10));  // 100 days
  EXPECT_EQ(Lit(start, due, At(CivilMinute(2026, 5, 20, 23, 59))), Light::kNormal);
  EXPECT_EQ(Lit(start, due, At(CivilMinute(2026, 5, 21))), Light::kYellow);
}

TEST(Light, HoursGoByTheirShareAlone) {
  const absl::Time start = At(CivilMinute(2026, 10, 1, 10)), due = At(CivilMinute(2026, 10, 1, 20));
  EXPECT_EQ(Lit(start, due, At(CivilMinute(2026, 10, 1, 17, 59))), Light::kNormal);
  EXPECT_EQ(Lit(start, due, At(CivilMinute(2026, 10, 1, 18))), Light::kYellow);
  EXPECT_EQ(Lit(start, due, At(CivilMinute(2026, 10, 1, 20))), Light::kRed);
}

TEST(Light, PausedMatterDoesNotAge) {
  EXPECT_EQ(LightFor(At(CivilMinute(2026, 1, 1)), At(CivilMinute(2026, 1, 2)), At(CivilMinute(2026, 5, 1)), true, ShippedCalendar(), kZone, 20, 1),
            Light::kPaused);
  EXPECT_EQ(LightFor(At(CivilMinute(2026, 1, 1)), absl::InfiniteFuture(), At(CivilMinute(2026, 5, 1)), false, ShippedCalendar(), kZone, 20, 1),
            Light::kNormal);
}

TEST(Light, NeverYellowBeforeTheStart) {
  EXPECT_EQ(YellowFrom(At(CivilMinute(2026, 10, 3, 9)), At(CivilMinute(2026, 10, 9)), ShippedCalendar(), kZone, 20, 1), At(CivilMinute(2026, 10, 3, 9)));
}

}  // namespace
}  // namespace lianban::workflow

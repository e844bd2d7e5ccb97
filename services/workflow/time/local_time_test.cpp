// What it says is what absl says, at every moment and on every day, also around the changes of clocks.

#include "services/workflow/time/local_time.h"

#include <random>

#include "gtest/gtest.h"

namespace lianban::workflow {
namespace {

void Compare(absl::Time time, absl::TimeZone zone) {
  ASSERT_EQ(LocalSecond(time, zone), absl::ToCivilSecond(time, zone)) << time;
  ASSERT_EQ(LocalDay(time, zone), absl::ToCivilDay(time, zone)) << time;
  const absl::CivilDay day = absl::ToCivilDay(time, zone);
  ASSERT_EQ(BeginOf(day, zone), absl::FromCivil(day, zone)) << day;
}

TEST(LocalTime, IsThatOfTheZone) {
  std::mt19937_64 random(20261122);
  for (const char* name : {"Asia/Shanghai", "America/New_York", "Africa/Casablanca", "Pacific/Apia", "UTC"}) {
    absl::TimeZone zone;
    ASSERT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
    std::uniform_int_distribution<int64_t> anywhere(-70'000'000'000, 260'000'000'000), recent(-1'000'000'000, 2'500'000'000);
    for (int i = 0; i < 2000; ++i) {
      Compare(absl::FromUnixSeconds(anywhere(random)), zone);
      Compare(absl::FromUnixMillis(recent(random) * 1000 + i % 1000), zone);
    }
    Compare(absl::InfiniteFuture(), zone);
    Compare(absl::InfinitePast(), zone);
  }
}

TEST(LocalTime, IsThatOfTheZoneAroundEveryChangeOfItsClocks) {
  for (const char* name : {"Asia/Shanghai", "America/New_York", "Pacific/Apia"}) {
    absl::TimeZone zone;
    ASSERT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
    absl::TimeZone::CivilTransition change;
    for (absl::Time at = absl::FromUnixSeconds(-5'000'000'000); zone.NextTransition(at, &change) && at < absl::FromUnixSeconds(3'000'000'000);) {
      at = zone.At(change.to).trans;
      for (int64_t seconds : {-200'000, -90'000, -86'400, -3601, -3600, -1, 0, 1, 3599, 3600, 86'399, 86'400, 100'000, 200'000}) {
        Compare(at + absl::Seconds(seconds), zone);
      }
      Compare(at - absl::Nanoseconds(1), zone);
    }
  }
}

TEST(LocalTime, OfTwoZonesInTurn) {
  absl::TimeZone china, utc = absl::UTCTimeZone();
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Shanghai", &china));
  const absl::Time time = absl::FromCivil(absl::CivilSecond(2026, 11, 22, 23, 30, 0), china);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(LocalDay(time, china), absl::CivilDay(2026, 11, 22));
    EXPECT_EQ(LocalSecond(time, utc), absl::CivilSecond(2026, 11, 22, 15, 30, 0));
  }
}

}  // namespace
}  // namespace lianban::workflow

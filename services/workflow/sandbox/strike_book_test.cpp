#include "services/workflow/sandbox/strike_book.h"

#include "gtest/gtest.h"

namespace lianban::workflow::sandbox {
namespace {

using Offence = StrikeBook::Offence;
const absl::Time kNow = absl::FromUnixSeconds(1'772'000'000);

TEST(StrikeBook, PausesAfterTwoKillsWithinAMinute) {
  StrikeBook book;
  EXPECT_FALSE(book.Add("a", Offence::kKilled, kNow));
  EXPECT_EQ(book.PausedFor("a", kNow), absl::ZeroDuration());
  EXPECT_TRUE(book.Add("a", Offence::kKilled, kNow + absl::Seconds(59)));
  EXPECT_EQ(book.PausedFor("a", kNow + absl::Seconds(60)), absl::Seconds(29));
  EXPECT_EQ(book.PausedFor("b", kNow), absl::ZeroDuration());
}

TEST(StrikeBook, ForgivesKillsFarApart) {
  StrikeBook book;
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(book.Add("a", Offence::kKilled, kNow + absl::Minutes(2 * i)));
}

TEST(StrikeBook, PausesAfterTenOverrunsWithinAMinute) {
  StrikeBook book;
  for (int i = 0; i < 9; ++i) EXPECT_FALSE(book.Add("a", Offence::kOverBudget, kNow));
  EXPECT_TRUE(book.Add("a", Offence::kOverBudget, kNow));
  EXPECT_FALSE(book.Suspect("a", kNow));  // it was never killed
}

TEST(StrikeBook, PausesGrowUpToAnHour) {
  StrikeBook book;
  absl::Time now = kNow;
  absl::Duration last;
  for (int i = 0; i < 10; ++i) {
    book.Add("a", Offence::kKilled, now);
    ASSERT_TRUE(book.Add("a", Offence::kKilled, now));
    EXPECT_GE(book.PausedFor("a", now), last);
    last = book.PausedFor("a", now);
    now += absl::Minutes(2);
  }
  EXPECT_EQ(last, absl::Hours(1));
}

TEST(StrikeBook, AnHourWithoutOffenceWipesTheSlate) {
  StrikeBook book;
  book.Add("a", Offence::kKilled, kNow);
  book.Add("a", Offence::kKilled, kNow);
  absl::Time later = kNow + absl::Hours(2);
  EXPECT_FALSE(book.Suspect("a", later));
  book.Add("a", Offence::kKilled, later);
  book.Add("a", Offence::kKilled, later);
  EXPECT_EQ(book.PausedFor("a", later), absl::Seconds(30));
}

}  // namespace
}  // namespace lianban::workflow::sandbox

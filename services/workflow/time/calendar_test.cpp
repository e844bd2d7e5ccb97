#include "services/workflow/time/calendar.h"

#include "gtest/gtest.h"
#include "services/lib/errors/error.h"

namespace lianban::workflow {
namespace {

using absl::CivilDay;

int Workdays(int year, int month) {
  int count = 0;
  for (CivilDay day(year, month, 1); day.month() == month; ++day) count += ShippedCalendar().IsWorkday(day);
  return count;
}

// Totals published with the notices catch a row that is missing or turned round.
TEST(ShippedCalendar, HasTheWorkingDaysOfEveryMonth) {
  const std::map<int, std::vector<int>> expected = {{2024, {22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22}},
                                                    {2025, {19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23}},
                                                    {2026, {21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23}}};
  for (const auto& [year, months] : expected) {
    for (int month = 1; month <= 12; ++month) EXPECT_EQ(Workdays(year, month), months[month - 1]) << year << "-" << month;
  }
}

TEST(ShippedCalendar, KnowsTheYearsOfItsNotices) {
  EXPECT_EQ(ShippedCalendar().loaded_years(), (std::set<int>{2024, 2025, 2026}));
}

TEST(Calendar, ListedDaysOverruleTheWeek) {
  EXPECT_TRUE(ShippedCalendar().IsWorkday(CivilDay(2026, 2, 14)));   // worked Saturday
  EXPECT_FALSE(ShippedCalendar().IsWorkday(CivilDay(2026, 10, 1)));  // Thursday off
  EXPECT_FALSE(ShippedCalendar().IsWorkday(CivilDay(2026, 11, 21)));
  EXPECT_TRUE(ShippedCalendar().IsWorkday(CivilDay(2026, 11, 20)));
}

TEST(Calendar, NamesHolidaysAndMakeUpDays) {
  EXPECT_EQ(ShippedCalendar().NameOf(CivilDay(2026, 10, 1)), "国庆节");
  EXPECT_EQ(ShippedCalendar().NameOf(CivilDay(2026, 10, 10)), "调休上班");
  EXPECT_EQ(ShippedCalendar().NameOf(CivilDay(2026, 11, 20)), "");
}

TEST(CalendarFromCsv, StrayDecemberRowsDoNotLoadTheirYear) {
  const auto calendar = CalendarFromCsv("date,name,is_off_day\n2018-12-30,元旦,true\n2019-10-01,国庆节,true\n");
  ASSERT_TRUE(calendar.ok());
  EXPECT_EQ(calendar->loaded_years(), (std::set<int>{2019}));
  EXPECT_FALSE(calendar->IsWorkday(CivilDay(2018, 12, 30)));
}

TEST(CalendarFromCsv, RefusesWhatItCannotRead) {
  for (const char* csv : {"", "date,name\n", "date,name,is_off_day\n2026-13-01,x,true\n", "date,name,is_off_day\n2026-01-01,x,yes\n",
                          "date,name,is_off_day\n2026-01-01,x,true\n2026-01-01,x,true\n", "date,name,is_off_day\n2026-1-1,x,true\n",
                          "date,name,is_off_day\n2026-01-01,x\n", "date,name,is_off_day\n2026-01-01,\"x,true\n"}) {
    EXPECT_EQ(ReasonOf(CalendarFromCsv(csv).status()), "CALENDAR_INVALID") << csv;
  }
}

}  // namespace
}  // namespace lianban::workflow

#include "services/intake/matter/public_progress.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lianban::intake {
namespace {

using testing::HasSubstr;

Matter In(const std::string& case_status) {
  Matter matter;
  matter.case_status = case_status;
  return matter;
}

TEST(ProgressWords, SayWhereItStandsAndWhatToDoNext) {
  EXPECT_EQ(WordsFor(In(""), "", "司法局").state, "已收件");
  EXPECT_EQ(WordsFor(In("running"), "normal", "司法局").state, "办理中");
  EXPECT_EQ(WordsFor(In("running"), "paused", "司法局").state, "已暂停");
  EXPECT_EQ(WordsFor(In("suspended"), "", "司法局").state, "已暂停");
  for (const char* ended : {"finished", "withdrawn", "terminated"}) {
    EXPECT_EQ(WordsFor(In(ended), "", "司法局").state, "已办结");
  }
  EXPECT_THAT(WordsFor(In("running"), "paused", "司法局（0575-12345678）").next, HasSubstr("0575-12345678"));
}

TEST(ProgressWords, NameTheLastDayNotTheInstantAfterIt) {
  Matter matter = In("running");
  matter.due_time = absl::FromCivil(absl::CivilDay(2026, 9, 29), absl::FixedTimeZone(8 * 3600));
  EXPECT_THAT(WordsFor(matter, "normal", "司法局").next, HasSubstr("2026-09-28前"));
}

TEST(ProgressWords, TellAReporterThatAnotherReportCarriesTheMatter) {
  Matter matter = In("terminated");
  matter.duplicate_of = "main";
  EXPECT_THAT(WordsFor(matter, "", "城管").next, HasSubstr("合并办理"));
}

}  // namespace
}  // namespace lianban::intake

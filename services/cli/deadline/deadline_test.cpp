#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/command.h"
#include "services/cli/deadline/deadline_table.h"

namespace lianban::cli {
namespace {

const absl::TimeZone kZone = absl::FixedTimeZone(8 * 3600);

struct Ran {
  int code = 0;
  std::string out;
};

Ran RunCommand(std::vector<std::string> words) {
  CLI::App app;
  AddDeadline(app);
  words.insert(words.begin(), "deadline");
  std::reverse(words.begin(), words.end());  // as CLI11 takes a vector
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Ran ran;
  try {
    app.parse(words);
  } catch (const CLI::RuntimeError& error) {
    ran.code = error.get_exit_code();
  } catch (const CLI::ParseError&) {
    ran.code = kUsage;
  }
  std::fflush(stdout);
  ran.out = testing::internal::GetCapturedStdout();
  testing::internal::GetCapturedStderr();
  return ran;
}

std::string Table(absl::CivilDay start, const char* period, const char* locale) {
  const workflow::DeadlineRequest request{
      .start = absl::FromCivil(start, kZone), .period = workflow::ParsePeriod(period).value(), .with_days = true};
  return DeadlineTable(request, workflow::ComputeDeadline(request, workflow::ShippedCalendar(), kZone), kZone, locale);
}

TEST(DeadlineCommand, PrintsTheDueDateAndEveryDay) {
  EXPECT_EQ(Table(absl::CivilDay(2026, 2, 13), "2wd", "zh-CN"),
            "起始  2026-02-13 周五\n"
            "期限  2个工作日\n"
            "届满  2026-02-24 周二 24:00\n"
            "\n"
            "日期        星期  计数  说明\n"
            "2026-02-13  周五     -  起始日不计\n"
            "2026-02-14  周六     1  调休上班\n"
            "2026-02-15  周日     -  春节，不计\n"
            "2026-02-16  周一     -  春节，不计\n"
            "2026-02-17  周二     -  春节，不计\n"
            "2026-02-18  周三     -  春节，不计\n"
            "2026-02-19  周四     -  春节，不计\n"
            "2026-02-20  周五     -  春节，不计\n"
            "2026-02-21  周六     -  春节，不计\n"
            "2026-02-22  周日     -  春节，不计\n"
            "2026-02-23  周一     -  春节，不计\n"
            "2026-02-24  周二     2\n");
}

TEST(DeadlineCommand, SaysWhyTheDayMovedAndWhenItIsProvisional) {
  EXPECT_THAT(Table(absl::CivilDay(2026, 9, 24), "7d", "zh-CN"),
              testing::HasSubstr("届满  2026-10-08 周四 24:00（原应 2026-10-01 届满，遇休息日顺延）\n"));
  EXPECT_THAT(Table(absl::CivilDay(2026, 12, 25), "7d", "zh-CN"), testing::HasSubstr("届满日为暂定"));
  EXPECT_THAT(Table(absl::CivilDay(2026, 2, 13), "1wd", "en"), testing::HasSubstr("2026-02-14  Sat      1  make-up working day\n"));
  EXPECT_THAT(Table(absl::CivilDay(2026, 3, 5), "2wd", "en"), testing::HasSubstr("2026-03-05  Thu      -  starting day, not counted\n"));
  EXPECT_THAT(Table(absl::CivilDay(2026, 3, 5), "2wd", "en"), testing::HasSubstr("2026-03-07  Sat      -  rest day, not counted\n"));
  EXPECT_THAT(Table(absl::CivilDay(2026, 9, 24), "7d", "en"), testing::HasSubstr("due     2026-10-08 Thu 24:00 (nominally"));
}

TEST(DeadlineCommand, JsonHasTheSameFacts) {
  const auto ran = RunCommand({"2026-10-01T10:15", "2h", "--json", "--area", "330602"});
  ASSERT_EQ(ran.code, kOk);
  const auto json = nlohmann::json::parse(ran.out);
  EXPECT_EQ(json["due"], "2026-10-01T12:15:00+08:00");
  EXPECT_EQ(json["last_day"], "2026-10-01");
  EXPECT_EQ(json["days"].size(), 1u);
}

TEST(DeadlineCommand, CountsPausesAndCutOff) {
  const auto ran = RunCommand({"2026-02-09", "7d", "--pause", "2026-02-11..2026-02-26", "--cutoff", "17:00", "--json"});
  ASSERT_EQ(ran.code, kOk);
  EXPECT_EQ(nlohmann::json::parse(ran.out)["due"], "2026-03-03T17:00:00+08:00");
  const auto open = RunCommand({"2026-02-09", "7d", "--pause", "2026-02-11", "--json"});
  EXPECT_TRUE(nlohmann::json::parse(open.out)["due"].is_null());
}

TEST(DeadlineCommand, WrongArgumentsAreAUsageError) {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{{"2026-09-24"},
                                                                                      {"2026-09-31", "7d"},
                                                                                      {"2026-09-24", "7 days"},
                                                                                      {"2026-09-24", "7d", "--area", "99"},
                                                                                      {"2026-09-24", "7d", "--calendar", "/nowhere"},
                                                                                      {"2026-09-24", "7d", "--pause", "x"},
                                                                                      {"2026-09-24", "7d", "--cutoff", "25:00"}}) {
    EXPECT_EQ(RunCommand(words).code, kUsage) << words.back();
  }
}

}  // namespace
}  // namespace lianban::cli

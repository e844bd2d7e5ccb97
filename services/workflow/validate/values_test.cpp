// Dates, money, case numbers and names.
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "services/lib/errors/error.h"
#include "services/workflow/validate/case_number.h"
#include "services/workflow/validate/characters.h"
#include "services/workflow/validate/date.h"
#include "services/workflow/validate/money.h"
#include "services/workflow/validate/person_name.h"

namespace lianban::workflow {
namespace {

using absl::CivilDay;

TEST(Date, AcceptsEveryWrittenForm) {
  for (const char* text : {"2026-03-03", "2026年3月3日", "2026年03月03日", "2026/3/3", "2026/03/03", "２０２６－０３－０３",
                           "２０２６年３月３日", " 2026-03-03 "}) {
    const auto day = ParseDate(text);
    ASSERT_TRUE(day.ok()) << text;
    EXPECT_EQ(*day, CivilDay(2026, 3, 3));
  }
}

TEST(Date, AcceptsTheValidExamples) {
  for (const char* text : {"2024-02-29", "2026-02-28", "2026-12-31", "1955-11-03", "2000-02-29"}) {
    EXPECT_TRUE(ParseDate(text).ok()) << text;
  }
}

TEST(Date, RefusesTheInvalidExamples) {
  for (const char* text : {"2025-02-29", "2026-13-01", "2026-04-31", "1900-02-29", "26-1-1", "2026-1-1", "2026年3月3",
                           "2026/3-3", "2026-03-03x", "", "0000-01-01"}) {
    EXPECT_EQ(ReasonOf(ParseDate(text).status()), "DATE_INVALID") << text;
  }
}

TEST(DateTime, IsLocalUnlessItSaysOtherwise) {
  const absl::TimeZone zone = absl::FixedTimeZone(8 * 3600);
  const absl::Time expected = absl::FromCivil(absl::CivilMinute(2026, 10, 1, 10, 15), zone);
  for (const char* text : {"2026-10-01T10:15", "2026-10-01 10:15:00", "2026年10月1日 10:15", "2026-10-01T02:15Z",
                           "2026-10-01T10:15+08:00", "2026-09-30T21:15:00-0500"}) {
    const auto time = ParseDateTime(text, zone);
    ASSERT_TRUE(time.ok()) << text;
    EXPECT_EQ(*time, expected) << text;
  }
  EXPECT_EQ(*ParseDateTime("2026-10-01", zone), absl::FromCivil(CivilDay(2026, 10, 1), zone));
  for (const char* text : {"2026-10-01T24:00", "2026-10-01T10:60", "2026-10-01T10", "2026-10-01T10:15:", "2026-10-01T10:15+8",
                           "2026-10-01T10:15 x", "2026-10-0110:15"}) {
    EXPECT_FALSE(ParseDateTime(text, zone).ok()) << text;
  }
}

TEST(Money, ReadsYuanIntoFen) {
  const std::pair<const char*, int64_t> examples[] = {
      {"298000", 29'800'000}, {"298,000.00", 29'800'000}, {"0.5", 50}, {"100000.01", 10'000'001}, {"￥12.30", 1'230},
      {"１２．３", 1'230},    {"12元", 1'200},            {"0", 0},    {"999999999999.99", 99'999'999'999'999}};
  for (const auto& [text, fen] : examples) {
    const auto parsed = FenFromYuan(text);
    ASSERT_TRUE(parsed.ok()) << text;
    EXPECT_EQ(*parsed, fen) << text;
  }
}

TEST(Money, RefusesWhatIsNoAmount) {
  for (const char* text : {"", ".", "1.", ".5", "1.234", "-1", "+1", "1e5", "29,8000", ",298", "298,", "1,2,3", "1000000000000",
                           "NaN", "1 000", "12元元"}) {
    EXPECT_EQ(ReasonOf(FenFromYuan(text).status()), "MONEY_INVALID") << text;
  }
}

TEST(Money, WritesWhatItReads) {
  EXPECT_EQ(YuanFromFen(29'800'000), "298000.00");
  EXPECT_EQ(YuanFromFen(5), "0.05");
  EXPECT_EQ(YuanFromFen(-5), "-0.05");
  EXPECT_EQ(GroupedYuanFromFen(29'800'000), "298,000.00");
  EXPECT_EQ(GroupedYuanFromFen(99'999), "999.99");
  EXPECT_EQ(GroupedYuanFromFen(-123'456'789), "-1,234,567.89");
}

TEST(Money, ChineseCapitalsForAgreements) {
  const std::pair<int64_t, const char*> examples[] = {{29'800'000, "人民币贰拾玖万捌仟元整"},
                                                      {0, "人民币零元整"},
                                                      {140'950, "人民币壹仟肆佰零玖元伍角整"},
                                                      {600'714, "人民币陆仟零柒元壹角肆分"},
                                                      {32'504, "人民币叁佰贰拾伍元零肆分"},
                                                      {1'640'902, "人民币壹万陆仟肆佰零玖元零贰分"},
                                                      {10'000'001, "人民币壹拾万元零壹分"},
                                                      {50, "人民币伍角整"},
                                                      {5, "人民币伍分"},
                                                      {1'000'000'000, "人民币壹仟万元整"},
                                                      {10'000'100'000, "人民币壹亿零壹仟元整"},
                                                      {100'050'000, "人民币壹佰万零伍佰元整"},
                                                      {100'000'000'000'000, "人民币壹万亿元整"},
                                                      {-1'000, "人民币负壹拾元整"}};
  for (const auto& [fen, text] : examples) EXPECT_EQ(MoneyInChinese(fen), text) << fen;
  EXPECT_TRUE(MoneyInChinese(INT64_MIN).starts_with("人民币负"));
}

RC_GTEST_PROP(MoneyProperty, EveryAmountSurvivesWritingAndReading, ()) {
  const int64_t fen = *rc::gen::inRange<int64_t>(0, 99'999'999'999'999);
  RC_ASSERT(FenFromYuan(YuanFromFen(fen)).value() == fen);
  RC_ASSERT(FenFromYuan(GroupedYuanFromFen(fen)).value() == fen);
}

TEST(CaseNumber, HasAreaItemDaySerialAndCheckDigit) {
  const auto number = FormatCaseNumber({"330602", "LA01", CivilDay(2026, 3, 3), 1});
  ASSERT_TRUE(number.ok());
  EXPECT_EQ(number->substr(0, 23), "330602LA012026030300001");
  EXPECT_EQ(number->size(), 24u);
  EXPECT_EQ(ParseCaseNumber(*number)->item, "LA01");
}

// The worked example of the standard: 0794 has check digit 5.
TEST(CaseNumber, CheckDigitIsMod1110) { EXPECT_EQ(Mod1110CheckDigit("0794"), '5'); }

TEST(CaseNumber, IsReadAsPeopleTypeIt) {
  const CaseNumber number{"330602", "LA01", CivilDay(2026, 3, 3), 7};
  const std::string text = *FormatCaseNumber(number);
  EXPECT_EQ(*ParseCaseNumber(" 330602-la01-20260303-00007-" + text.substr(23)), number);
}

TEST(CaseNumber, RefusesWrongShapeAndExhaustedSerial) {
  EXPECT_EQ(ReasonOf(FormatCaseNumber({"330602", "LA01", CivilDay(2026, 3, 3), 100'000}).status()), "CASE_NUMBER_EXHAUSTED");
  EXPECT_EQ(ReasonOf(FormatCaseNumber({"3306", "LA01", CivilDay(2026, 3, 3), 1}).status()), "CASE_NUMBER_INVALID");
  EXPECT_EQ(ReasonOf(FormatCaseNumber({"330602", "1A", CivilDay(2026, 3, 3), 1}).status()), "CASE_NUMBER_INVALID");
  for (const char* text : {"", "1", "330602LA01", "330602LA0120260303000", "33060酰LA012026030300001"}) {
    EXPECT_EQ(ReasonOf(ParseCaseNumber(text).status()), "CASE_NUMBER_INVALID") << text;
  }
}

RC_GTEST_PROP(CaseNumberProperty, OneWrongDigitIsAlwaysNoticed, ()) {
  const CaseNumber number{"330602", "LA01", CivilDay(2026, 3, 3) + *rc::gen::inRange(0, 300), *rc::gen::inRange(1, 99'999)};
  std::string text = *FormatCaseNumber(number);
  RC_ASSERT(*ParseCaseNumber(text) == number);
  const size_t at = *rc::gen::inRange<size_t>(0, text.size());
  RC_PRE(text[at] <= '9');
  const char wrong = static_cast<char>('0' + *rc::gen::inRange(0, 10));
  RC_PRE(wrong != text[at]);
  text[at] = wrong;
  RC_ASSERT(!ParseCaseNumber(text).ok());
}

TEST(PersonName, AcceptsChineseRareCharactersAndLatinNames) {
  const std::pair<const char*, const char*> examples[] = {{" 张三丰 ", "张三丰"},
                                                          {"阿依古丽•买买提", "阿依古丽·买买提"},
                                                          {"王\xF0\xA0\xAE\xB7", "王\xF0\xA0\xAE\xB7"},  // 𠮷, extension B
                                                          {"José García-López", "José García-López"},
                                                          {"O'Neil, Ann", "O'Neil, Ann"}};
  for (const auto& [text, name] : examples) {
    const auto parsed = ParsePersonName(text);
    ASSERT_TRUE(parsed.ok()) << text;
    EXPECT_EQ(*parsed, name);
  }
}

TEST(PersonName, RefusesWhatIsNoName) {
  for (const char* text : {"", "张", "张3", "·张三", "张三·", "<b>", "张三<script>", "a", "\xFF\xFE"}) {
    EXPECT_EQ(ReasonOf(ParsePersonName(text).status()), "PERSON_NAME_INVALID") << text;
  }
}

RC_GTEST_PROP(CharactersProperty, AnyBytesAreReadWithoutHarm, (const std::string& bytes)) {
  const std::string once = Utf8(CodePoints(bytes));
  RC_ASSERT(Utf8(CodePoints(once)) == once);
}

TEST(Characters, BrokenSequencesBecomeOneReplacementEach) {
  EXPECT_EQ(CodePoints("\xC0\x80").size(), 2u);                     // overlong
  EXPECT_EQ(CodePoints("\xED\xA0\x80"), (std::u32string{0xFFFD}));  // surrogate
  EXPECT_EQ(CodePoints("a\xE4\xBD"), (std::u32string{'a', 0xFFFD, 0xFFFD}));
  EXPECT_EQ(HalfWidth("ＡＢ　１"), "AB 1");
}

}  // namespace
}  // namespace lianban::workflow

// Every example of the validation chapter: identity numbers, credit codes, telephones, areas.
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "services/lib/errors/error.h"
#include "services/workflow/validate/area_code.h"
#include "services/workflow/validate/citizen_id.h"
#include "services/workflow/validate/phone.h"
#include "services/workflow/validate/uscc.h"
#include "services/workflow/validate/violation.h"

namespace lianban::workflow {
namespace {

using absl::CivilDay;

const CivilDay kToday(2026, 11, 20);

std::string IdReason(std::string_view text) { return ReasonOf(ParseCitizenId(text, kToday).status()); }

TEST(CitizenId, AcceptsTheValidExamples) {
  const struct { const char* number; CivilDay birth; bool male; } examples[] = {
      {"330102199003070019", CivilDay(1990, 3, 7), true},  {"330602195511030020", CivilDay(1955, 11, 3), false},
      {"110108198002290047", CivilDay(1980, 2, 29), false}, {"440305200001010056", CivilDay(2000, 1, 1), true},
      {"33060219711209101X", CivilDay(1971, 12, 9), true}, {"330104200812310068", CivilDay(2008, 12, 31), false}};
  for (const auto& example : examples) {
    const auto id = ParseCitizenId(example.number, kToday);
    ASSERT_TRUE(id.ok()) << example.number << id.status();
    EXPECT_EQ(id->birth, example.birth);
    EXPECT_EQ(id->male, example.male);
  }
}

TEST(CitizenId, RefusesTheInvalidExamplesWithTheirReason) {
  EXPECT_EQ(IdReason("330102199003070018"), "CITIZEN_ID_CHECKSUM");
  EXPECT_EQ(IdReason("330102199002300011"), "CITIZEN_ID_BIRTH");
  EXPECT_EQ(IdReason("990102199003070011"), "CITIZEN_ID_PROVINCE");
  EXPECT_EQ(IdReason("330102202701010018"), "CITIZEN_ID_BIRTH");
  EXPECT_EQ(IdReason("33010219900307O019"), "CITIZEN_ID_CHARACTER");
  EXPECT_EQ(IdReason("33010219900307001"), "CITIZEN_ID_LENGTH");
  EXPECT_EQ(IdReason(""), "CITIZEN_ID_LENGTH");
  EXPECT_EQ(IdReason("X30102199003070019"), "CITIZEN_ID_CHARACTER");
}

TEST(CitizenId, PutsFullWidthSpacesAndSmallXRight) {
  const auto id = ParseCitizenId("　３３０６０２１９７１１２０９１０１ｘ ", kToday);
  ASSERT_TRUE(id.ok()) << id.status();
  EXPECT_EQ(id->number, "33060219711209101X");
}

TEST(CitizenId, BornOnLeapDayIsOlderOnTheFirstOfMarch) {
  const CivilDay leap(2008, 2, 29);
  EXPECT_EQ(AgeOn(leap, CivilDay(2026, 2, 28)), 17);
  EXPECT_EQ(AgeOn(leap, CivilDay(2026, 3, 1)), 18);
  EXPECT_EQ(AgeOn(leap, CivilDay(2028, 2, 29)), 20);
  EXPECT_EQ(AgeOn(CivilDay(1990, 3, 7), CivilDay(2026, 3, 6)), 35);
  EXPECT_EQ(AgeOn(CivilDay(1990, 3, 7), CivilDay(2026, 3, 7)), 36);
}

// The reason to have a check character at all.
RC_GTEST_PROP(CitizenIdProperty, OneWrongDigitIsAlwaysNoticed, ()) {
  std::string number = "330102199003070019";
  const int at = *rc::gen::inRange(0, 18);
  const char wrong = static_cast<char>('0' + *rc::gen::inRange(0, 10));
  RC_PRE(wrong != number[at]);
  number[at] = wrong;
  RC_ASSERT(!ParseCitizenId(number, kToday).ok());
}

std::string UsccReason(std::string_view text) { return ReasonOf(ParseUscc(text).status()); }

TEST(Uscc, AcceptsTheValidExamplesAndNamesTheKind) {
  const std::pair<const char*, const char*> examples[] = {
      {"52330602MJ9999024Q", "民办非企业单位"}, {"51330104999999031U", "社会团体"}, {"53440300MJL9990424", "基金会"},
      {"91330106MA9999056G", "企业"},           {"11330102999999015D", "机关"},     {"31330000MD9999065Y", "律师执业机构"}};
  for (const auto& [code, kind] : examples) {
    const auto uscc = ParseUscc(code);
    ASSERT_TRUE(uscc.ok()) << code << uscc.status();
    EXPECT_EQ(uscc->kind, kind);
    EXPECT_TRUE(uscc->inner_check) << code;
  }
}

TEST(Uscc, RefusesTheInvalidExamplesWithTheirReason) {
  EXPECT_EQ(UsccReason("52330602MJ9999024A"), "USCC_CHECKSUM");
  EXPECT_EQ(UsccReason("52330602IJ9999024Q"), "USCC_CHARACTER");
  EXPECT_EQ(UsccReason("52330602MJ9999024"), "USCC_LENGTH");
  EXPECT_EQ(UsccReason("52330602M9J999024Q"), "USCC_CHECKSUM");
  EXPECT_EQ(UsccReason("5233060XMJ9999024Y"), "USCC_AREA");
}

TEST(Uscc, WarnsWhenTheOrganisationCodeInsideIsWrong) {
  const auto uscc = ParseUscc("52330602MJ9999021F");
  ASSERT_TRUE(uscc.ok());
  EXPECT_FALSE(uscc->inner_check);
}

TEST(Uscc, PutsSmallLettersRight) { EXPECT_EQ(ParseUscc(" 52330602mj9999024q")->code, "52330602MJ9999024Q"); }

TEST(Phone, AcceptsTheValidExamplesInOneForm) {
  const std::pair<const char*, const char*> examples[] = {{"13800000001", "13800000001"},
                                                          {"15912345678", "15912345678"},
                                                          {"+86 199-0000-0002", "19900000002"},
                                                          {"8619900000002", "19900000002"},
                                                          {"0571-12345678", "0571-12345678"},
                                                          {"057112345678", "0571-12345678"},
                                                          {"010-1234567-12", "010-1234567-12"},
                                                          {"17000000003", "17000000003"},
                                                          {"１３８０００００００１", "13800000001"},
                                                          {"400-123-4567", "4001234567"},
                                                          {"12345", "12345"},
                                                          {"110", "110"}};
  for (const auto& [text, number] : examples) {
    const auto phone = ParsePhone(text);
    ASSERT_TRUE(phone.ok()) << text;
    EXPECT_EQ(phone->number, number);
  }
}

TEST(Phone, RefusesTheInvalidExamples) {
  for (const char* text : {"12800000001", "1380000000", "138000000012", "1380000000a", "057112345", "", "0", "-", "+86",
                           "0571-12345678-1234567", "999", "abc"}) {
    EXPECT_EQ(ReasonOf(ParsePhone(text).status()), "PHONE_INVALID") << text;
  }
}

TEST(AreaCode, AcceptsTheValidExamplesAndFindsTheLevel) {
  const struct { const char* code; const char* brief; AreaLevel level; } examples[] = {
      {"330602", "330602", AreaLevel::kCounty},          {"330602001", "330602001", AreaLevel::kStreet},
      {"330602003000", "330602003", AreaLevel::kStreet}, {"330102001005", "330102001005", AreaLevel::kCommunity},
      {"330100000000", "3301", AreaLevel::kCity},        {"330600", "3306", AreaLevel::kCity},
      {"33", "33", AreaLevel::kProvince},                {"330102001005G001", "330102001005G001", AreaLevel::kGrid},
      {"441900003", "441900003", AreaLevel::kStreet}};
  for (const auto& example : examples) {
    const auto area = ParseAreaCode(example.code);
    ASSERT_TRUE(area.ok()) << example.code << area.status();
    EXPECT_EQ(area->brief, example.brief);
    EXPECT_EQ(area->level, example.level) << example.code;
  }
}

TEST(AreaCode, RefusesTheInvalidExamples) {
  for (const char* code : {"33060", "99060200100", "330602000001", "330602700001", "33060200100A", "", "990602",
                           "330002", "338002", "330602003000G001", "330102001005G00A"}) {
    EXPECT_EQ(ReasonOf(ParseAreaCode(code).status()), "AREA_CODE_INVALID") << code;
  }
}

TEST(Violation, CarriesReasonAndDetailOfTheCheck) {
  const auto violation = ViolationOf("applicant.area", ParseAreaCode("33060").status());
  EXPECT_EQ(violation.field, "applicant.area");
  EXPECT_EQ(violation.reason, "AREA_CODE_INVALID");
  EXPECT_FALSE(violation.metadata.at("detail").empty());
}

}  // namespace
}  // namespace lianban::workflow

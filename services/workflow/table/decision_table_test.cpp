#include "services/workflow/table/decision_table.h"

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/errors/error.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

DecisionTable Table(std::string_view csv) {
  std::vector<TableFinding> findings;
  auto table = ParseDecisionTable("t", csv, &findings);
  EXPECT_TRUE(table.ok()) << table.status();
  for (const auto& finding : findings) ADD_FAILURE() << finding.line << " " << finding.message;
  return table.ok() ? *std::move(table) : DecisionTable();
}

// One input `x` of `type` with one rule whose cell is `cell`.
bool CellMatches(std::string_view type, std::string_view cell, const json& value) {
  std::string quoted = "\"";
  for (char c : cell) quoted += c == '"' ? "\"\"" : std::string(1, c);
  const auto table = Table(fmt::format("F,x,y\nkind,in,out\ntype,{},text\n1,{}\",hit\n", type, quoted));
  const auto decision = Decide(table, {{"x", value}});
  EXPECT_TRUE(decision.ok() || ReasonOf(decision.status()) == "TABLE_NO_ROW") << decision.status();
  return decision.ok();
}

std::vector<TableFinding> FindingsOf(std::string_view csv) {
  std::vector<TableFinding> findings;
  auto table = ParseDecisionTable("t", csv, &findings);
  if (!table.ok()) {
    EXPECT_EQ(ReasonOf(table.status()), "TABLE_INVALID");
    return findings;
  }
  return CheckDecisionTable(*table);
}

std::vector<std::string> Codes(const std::vector<TableFinding>& findings) {
  std::vector<std::string> codes;
  for (const auto& finding : findings) codes.push_back(fmt::format("{}:{}", finding.line, finding.code));
  return codes;
}

constexpr char kEligibility[] =
    "U,income,exempt,outcome,basis\n"
    "kind,in,in,out,note\n"
    "type,money,bool,\"text(\"\"grant\"\",\"\"refuse\"\")\",text\n"
    "poor,<=2000,false,grant,法律援助法第41条\n"
    "rich,>2000,false,refuse,法律援助法第41条\n"
    "exempt,-,true,grant,法律援助法第42条\n";

TEST(DecisionTable, DecidesAndSaysWhichRowAndWhichClause) {
  const auto table = Table(kEligibility);
  const auto decision = Decide(table, {{"income", 200'001}, {"exempt", false}});
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(decision->outputs, json({{"outcome", "refuse"}}));
  EXPECT_THAT(decision->fired, ElementsAre("rich"));
  EXPECT_EQ(decision->notes.at("basis"), "法律援助法第41条");
}

TEST(DecisionTable, MoneyCellsAreYuanAndInputsAreFen) {
  const auto table = Table(kEligibility);
  EXPECT_EQ(Decide(table, {{"income", 200'000}, {"exempt", false}})->fired, std::vector<std::string>{"poor"});
  EXPECT_EQ(ReasonOf(Decide(table, {{"income", 2000.5}, {"exempt", false}}).status()), "TABLE_INPUT_TYPE");
}

TEST(DecisionTable, MissingInputOnlyMatchesADash) {
  const auto table = Table(kEligibility);
  EXPECT_EQ(Decide(table, {{"exempt", true}})->fired, std::vector<std::string>{"exempt"});
  EXPECT_EQ(ReasonOf(Decide(table, {{"exempt", false}}).status()), "TABLE_NO_ROW");
  EXPECT_EQ(ReasonOf(Decide(table, {{"income", nullptr}, {"exempt", false}}).status()), "TABLE_NO_ROW");
  EXPECT_EQ(ReasonOf(Decide(table, json::array()).status()), "TABLE_NO_ROW");
}

TEST(Cell, SetsAndNegation) {
  EXPECT_TRUE(CellMatches("text", R"("a","b")", "b"));
  EXPECT_FALSE(CellMatches("text", R"("a","b")", "c"));
  EXPECT_TRUE(CellMatches("text", R"(not("a","b"))", "c"));
  EXPECT_FALSE(CellMatches("text", R"(not("a","b"))", "a"));
  EXPECT_TRUE(CellMatches("text", "噪音, 油烟", "油烟"));
  EXPECT_TRUE(CellMatches("text", "“噪音”，“油烟”", "油烟"));
  EXPECT_TRUE(CellMatches("text", R"("a,b")", "a,b"));
  EXPECT_TRUE(CellMatches("text", R"("say \"x\"")", "say \"x\""));
  EXPECT_TRUE(CellMatches("text", "-", "anything"));
  EXPECT_TRUE(CellMatches("text", "", "anything"));
  EXPECT_TRUE(CellMatches("bool", "是", true));
}

// R7: 以上 以下 include the number, 超过 不满 do not; the cells write the difference out.
TEST(Cell, RangesIncludeOrExcludeTheirEnds) {
  EXPECT_TRUE(CellMatches("number", "[1..5]", 1));
  EXPECT_TRUE(CellMatches("number", "[1..5]", 5));
  EXPECT_FALSE(CellMatches("number", "(1..5)", 1));
  EXPECT_FALSE(CellMatches("number", "]1..5[", 5));
  EXPECT_TRUE(CellMatches("number", "(0..10]", 0.5));
  EXPECT_TRUE(CellMatches("number", ">=18", 18));
  EXPECT_FALSE(CellMatches("number", "<5", 5));
  EXPECT_TRUE(CellMatches("number", "≤5", 5));
  EXPECT_TRUE(CellMatches("number", "＞＝ 5", 5));
  EXPECT_TRUE(CellMatches("number", "<-1.5", -2));
  EXPECT_TRUE(CellMatches("number", "1,[5..7],>100", 101));
  EXPECT_TRUE(CellMatches("number", "1,[5..7],>100", 6));
  EXPECT_FALSE(CellMatches("number", "1,[5..7],>100", 8));
  EXPECT_TRUE(CellMatches("number", "not([5..7])", 8));
  EXPECT_FALSE(CellMatches("integer", "not([5..7],9)", 9));
}

// What a spreadsheet makes of a cell without being asked.
TEST(Cell, ReadsWhatSpreadsheetsWrite) {
  EXPECT_TRUE(CellMatches("bool", "TRUE", true));
  EXPECT_FALSE(CellMatches("bool", "FALSE", true));
  EXPECT_TRUE(CellMatches("integer", "\u00A0>=60\u00A0", 60));
  EXPECT_TRUE(CellMatches("integer", "\u200B>=\u00A060\u3000", 60));
  EXPECT_TRUE(CellMatches("text", "\u00A0甲\u3000", "甲"));
  for (const char* dash : {"—", "——", "–", "－", "−"}) EXPECT_TRUE(CellMatches("text", dash, "anything")) << dash;
  EXPECT_EQ(Decide(Table("F,x,y\nkind,in,out\ntype,integer,text\n1,-,\u00A0free\u3000\n"), {{"x", 1}})->outputs["y"], "free");
}

std::string OneCell(std::string_view type, std::string_view cell) {
  return fmt::format("F,x,y\nkind,in,out\ntype,{},text\n1,\"{}\",hit\n", type, cell);
}

// A comma that groups digits would silently make two values of one.
TEST(Cell, RefusesGroupedDigits) {
  for (const char* cell : {">=1,500", "1,000", "[1,000..5,000]", "<12,000", "12,345,678"}) {
    const auto findings = FindingsOf(OneCell("money", cell));
    ASSERT_EQ(Codes(findings), std::vector<std::string>{"4:TABLE_SYNTAX"}) << cell;
    EXPECT_THAT(findings[0].message, HasSubstr("千分位"));
  }
  EXPECT_THAT(Codes(FindingsOf("F,x,y\nkind,in,out\ntype,text,money\n1,-,\"1,500\"\n")), ElementsAre("4:TABLE_SYNTAX"));
  EXPECT_TRUE(CellMatches("integer", "1, 500", 500));
  EXPECT_TRUE(CellMatches("integer", "100,20", 20));
  EXPECT_TRUE(CellMatches("text", "1,500", "500"));
}

TEST(Cell, RefusesCodesThatAreSpoiledAndSignsOfNo) {
  EXPECT_THAT(FindingsOf(OneCell("text", "3.30602E+11"))[0].message, HasSubstr("文本格式"));
  EXPECT_TRUE(CellMatches("text", "E+1", "E+1"));
  EXPECT_THAT(FindingsOf(OneCell("text", "≠甲"))[0].message, HasSubstr("not(…)"));
  EXPECT_THAT(FindingsOf(OneCell("integer", "!=5"))[0].message, HasSubstr("not(…)"));
}

TEST(Cell, SaysWhatCouldBeWritten) {
  EXPECT_THAT(FindingsOf(OneCell("integer", "18~59"))[0].message, HasSubstr("[18..60)"));
  EXPECT_THAT(FindingsOf(OneCell("money", "1万"))[0].message, HasSubstr(">=2000"));
  EXPECT_THAT(FindingsOf(OneCell("date", ">=2026-02-30"))[0].message, HasSubstr(">=2026-01-01"));
}

TEST(Table, SaysWhatIsWrongWithItsHeadAndItsCommas) {
  EXPECT_THAT(FindingsOf("u,x,y\nkind,in,out\ntype,text,text\n")[0].message, HasSubstr("U A P F R O C"));
  EXPECT_THAT(FindingsOf("U,x,y\nkind,in,out\ntype,text,text\n1，a,b\n")[0].message, HasSubstr("半角逗号"));
  EXPECT_THAT(Codes(FindingsOf("U,x,y\nkind,in,out\ntype,text,text\n1,a,b\n2,\"a,b\n")), ElementsAre("5:TABLE_SYNTAX"));
}

TEST(Cell, DatesAreDays) {
  EXPECT_TRUE(CellMatches("date", R"([date("2026-01-01")..date("2026-12-31")])", "2026-12-31"));
  EXPECT_TRUE(CellMatches("date", ">=2026-01-01", "2026-01-01T10:15:00+08:00"));
  EXPECT_FALSE(CellMatches("date", "<2026年1月1日", "2026-01-01"));
}

TEST(Cell, PrefixesAndPartsOfText) {
  EXPECT_TRUE(CellMatches("text", R"(starts("SW-","HCD-"))", "HCD-Sanitation"));
  EXPECT_FALSE(CellMatches("text", R"(starts("SW-"))", "HCD-SW-"));
  EXPECT_TRUE(CellMatches("text", R"(contains("路灯"))", "门口的路灯不亮"));
  EXPECT_FALSE(CellMatches("text", R"(not(contains("路灯")))", "门口的路灯不亮"));
  EXPECT_TRUE(CellMatches("text", R"("x",contains("路灯"))", "路灯"));
}

TEST(Cell, ListsOfWordsMatchWhenOneOfThemDoes) {
  EXPECT_TRUE(CellMatches("text", "路灯,井盖", json({"夜间", "井盖"})));
  EXPECT_FALSE(CellMatches("text", "路灯,井盖", json::array()));
  EXPECT_FALSE(CellMatches("text", "not(路灯)", json({"夜间", "路灯"})));
}

std::string Policy(std::string_view policy, std::string_view type = "integer") {
  return fmt::format("{},x,y\nkind,in,out\ntype,integer,{}\na,<10,2\nb,<20,1\nc,<30,2\n", policy, type);
}

TEST(HitPolicy, UniqueRefusesTwo) {
  const auto table = Table(Policy("U"));
  EXPECT_EQ(ReasonOf(Decide(table, {{"x", 5}}).status()), "TABLE_AMBIGUOUS");
  EXPECT_EQ(Decide(table, {{"x", 25}})->outputs["y"], 2);
}

TEST(HitPolicy, AnyNeedsEqualOutputs) {
  const auto table = Table("A,x,y\nkind,in,out\ntype,integer,text\na,<10,same\nb,<20,same\nc,<5,other\n");
  EXPECT_THAT(Decide(table, {{"x", 7}})->fired, ElementsAre("a", "b"));
  EXPECT_EQ(ReasonOf(Decide(table, {{"x", 1}}).status()), "TABLE_AMBIGUOUS");
}

TEST(HitPolicy, FirstTakesTheFirst) { EXPECT_THAT(Decide(Table(Policy("F")), {{"x", 5}})->fired, ElementsAre("a")); }

TEST(HitPolicy, PriorityFollowsTheListOfValues) {
  const auto table = Table(Policy("P", "\"integer(1,2)\""));
  EXPECT_THAT(Decide(table, {{"x", 5}})->fired, ElementsAre("b"));
  EXPECT_THAT(Decide(table, {{"x", 25}})->fired, ElementsAre("c"));
}

TEST(HitPolicy, RuleOrderAndOutputOrderGiveLists) {
  EXPECT_THAT(Decide(Table(Policy("R")), {{"x", 5}})->fired, ElementsAre("a", "b", "c"));
  const auto ordered = Decide(Table(Policy("O", "\"integer(1,2)\"")), {{"x", 5}});
  EXPECT_THAT(ordered->fired, ElementsAre("b", "a", "c"));
  EXPECT_EQ(ordered->outputs, json::parse(R"([{"y":1},{"y":2},{"y":2}])"));
}

TEST(HitPolicy, CollectAndItsSums) {
  EXPECT_EQ(Decide(Table(Policy("C")), {{"x", 15}})->outputs, json::parse(R"([{"y":1},{"y":2}])"));
  EXPECT_EQ(Decide(Table(Policy("C+")), {{"x", 5}})->outputs, 5);
  EXPECT_EQ(Decide(Table(Policy("C<")), {{"x", 5}})->outputs, 1);
  EXPECT_EQ(Decide(Table(Policy("C>")), {{"x", 5}})->outputs, 2);
  EXPECT_EQ(Decide(Table(Policy("C#")), {{"x", 15}})->outputs, 2);
}

TEST(HitPolicy, CollectingNothingIsNoError) {
  EXPECT_EQ(Decide(Table(Policy("C")), {{"x", 99}})->outputs, json::array());
  EXPECT_EQ(Decide(Table(Policy("C+")), {{"x", 99}})->outputs, 0);
  EXPECT_EQ(Decide(Table(Policy("C#")), {{"x", 99}})->outputs, 0);
  EXPECT_EQ(ReasonOf(Decide(Table(Policy("C<")), {{"x", 99}}).status()), "TABLE_NO_ROW");
}

TEST(Parser, ReadsWhatSpreadsheetsSave) {
  const auto table = Table("\xEF\xBB\xBF" "F,渠道,结果,\r\nkind,in,out,\r\ntype,text,text,\r\nr1,窗口,“甲，乙”,\r\n,,,\r\nr2,,丙，丁,\r\n");
  ASSERT_EQ(table.rules.size(), 2u);
  EXPECT_EQ(table.rules[0].outputs[0], "甲，乙");
  EXPECT_EQ(table.rules[1].outputs[0], "丙，丁");
  EXPECT_EQ(table.rules[1].line, 6);
}

TEST(Parser, NamesEveryFaultWithItsLine) {
  EXPECT_THAT(Codes(FindingsOf("U,x,y\nkind,in,out\ntype,integer,text\na,[5..1],q\na,x,q\nb,(1..,q\nc,1,q,extra\n,2,q\n")),
              ElementsAre("4:TABLE_SYNTAX", "5:TABLE_SYNTAX", "5:TABLE_TYPE", "6:TABLE_SYNTAX", "7:TABLE_SYNTAX",
                          "8:TABLE_SYNTAX"));
  EXPECT_THAT(Codes(FindingsOf("U,x,y\nkind,in,out\ntype,text,text\na,[1..2],q\n")), ElementsAre("4:TABLE_TYPE"));
  EXPECT_THAT(Codes(FindingsOf("Z,x,x\nkind,in,out\ntype,text,float\n")),
              ElementsAre("1:TABLE_SYNTAX", "1:TABLE_SYNTAX", "3:TABLE_TYPE"));
  EXPECT_THAT(Codes(FindingsOf("")), ElementsAre("1:TABLE_SYNTAX"));
  EXPECT_THAT(Codes(FindingsOf("F,x\nkind,in\ntype,text\na,1\n")), ElementsAre("1:TABLE_SYNTAX"));
  EXPECT_THAT(Codes(FindingsOf("C+,x,y\nkind,in,out\ntype,text,text\na,1,q\n")), ElementsAre("1:TABLE_TYPE"));
  EXPECT_THAT(Codes(FindingsOf("P,x,y\nkind,in,out\ntype,text,text\na,1,q\n")), ElementsAre("1:TABLE_SYNTAX"));
  EXPECT_THAT(Codes(FindingsOf("F,x,y\nkind,in,out\ntype,text,\"text(a,b)\"\na,1,c\n")), ElementsAre("4:TABLE_TYPE"));
}

TEST(Check, CompleteAndUniqueTableIsClean) { EXPECT_THAT(FindingsOf(kEligibility), IsEmpty()); }

TEST(Check, NamesTheGap) {
  const auto findings = FindingsOf("U,income,y\nkind,in,out\ntype,money,text\na,<2000,p\nb,>2000,q\n");
  ASSERT_THAT(Codes(findings), ElementsAre("1:TABLE_GAP"));
  EXPECT_THAT(findings[0].message, HasSubstr("income 2000.00"));
}

TEST(Check, NamesTheOverlap) {
  const auto findings = FindingsOf("U,age,y\nkind,in,out\ntype,integer,text\na,<=18,p\nb,>=18,q\n");
  ASSERT_THAT(Codes(findings), ElementsAre("5:TABLE_OVERLAP"));
  EXPECT_THAT(findings[0].message, HasSubstr("age 18"));
}

TEST(Check, WholeNumbersHaveNothingBetweenThem) {
  EXPECT_THAT(FindingsOf("U,n,y\nkind,in,out\ntype,integer,text\na,[0..5],p\nb,>=6,q\n"), IsEmpty());
  EXPECT_THAT(Codes(FindingsOf("U,n,y\nkind,in,out\ntype,number,text\na,[0..5],p\nb,>=6,q\n")), ElementsAre("1:TABLE_GAP"));
  EXPECT_THAT(FindingsOf("U,n,y\nkind,in,out\ntype,date,text\na,<=2026-02-28,p\nb,>=2026-03-01,q\n"), IsEmpty());
}

TEST(Check, NegativeNumbersCountWhereTheColumnSpeaksOfThem) {
  EXPECT_THAT(Codes(FindingsOf("U,n,y\nkind,in,out\ntype,number,text\na,[-1..0],p\nb,>0,q\n")), ElementsAre("1:TABLE_GAP"));
}

TEST(Check, TextIsClosedUntilACellSpeaksOfTheRest) {
  EXPECT_THAT(FindingsOf("U,k,y\nkind,in,out\ntype,text,text\na,x,p\nb,z,q\n"), IsEmpty());
  EXPECT_THAT(Codes(FindingsOf("U,k,y\nkind,in,out\ntype,text,text\na,x,p\nb,starts(z),q\n")), ElementsAre("1:TABLE_GAP"));
  EXPECT_THAT(Codes(FindingsOf("U,k,y\nkind,in,out\ntype,\"text(x,z,w)\",text\na,x,p\nb,z,q\n")), ElementsAre("1:TABLE_GAP"));
}

TEST(Check, OverlapsOfPrefixesAndParts) {
  EXPECT_THAT(Codes(FindingsOf("U,k,y\nkind,in,out\ntype,text,text\na,starts(S),p\nb,starts(SW),q\nc,not(starts(S)),r\n")),
              ElementsAre("5:TABLE_OVERLAP"));
  EXPECT_THAT(Codes(FindingsOf("A,k,y\nkind,in,out\ntype,text,text\na,contains(灯),p\nb,contains(盖),q\nc,-,p\n")),
              ElementsAre("5:TABLE_OVERLAP", "6:TABLE_OVERLAP"));
}

TEST(Check, FindsRowsNothingCanReach) {
  EXPECT_THAT(Codes(FindingsOf("F,n,k,y\nkind,in,in,out\ntype,integer,text,text\na,<10,-,p\nb,>=10,x,q\nc,>=5,x,r\nd,-,-,s\n")),
              ElementsAre("6:TABLE_UNREACHABLE"));
  // The last row still fires when an input is missing or new.
  EXPECT_THAT(FindingsOf("F,k,y\nkind,in,out\ntype,text,text\na,x,p\nb,-,q\n"), IsEmpty());
  EXPECT_THAT(FindingsOf("F,k,y\nkind,in,out\ntype,bool,text\na,true,p\nb,false,q\nc,-,r\n"), IsEmpty());
  EXPECT_THAT(Codes(FindingsOf("F,k,y\nkind,in,out\ntype,\"text(x,z)\",text\na,\"not(x,z)\",p\nb,-,q\n")),
              ElementsAre("4:TABLE_UNREACHABLE"));
  EXPECT_THAT(Codes(FindingsOf("P,n,y\nkind,in,out\ntype,integer,\"text(no,yes)\"\na,<5,yes\nb,<10,no\nc,-,yes\n")),
              ElementsAre("4:TABLE_UNREACHABLE"));
}

TEST(Check, SaysWhenItCannotProve) {
  // Twelve columns, each rule asking for one value of two of them: the regions cannot be folded together.
  std::string csv = "F", kinds = "\nkind", types = "\ntype", rows;
  for (int c = 0; c < 24; ++c) {
    csv += fmt::format(",c{}", c);
    kinds += ",in";
    types += ",integer";
  }
  csv += ",y" + kinds + ",out" + types + ",text\n";
  for (int r = 0; r < 24; ++r) {
    csv += fmt::format("r{}", r);
    for (int c = 0; c < 24; ++c) csv += c == r ? ",<5" : c == (r * 7 + 3) % 24 ? ",>9" : ",";
    csv += ",v\n";
  }
  const auto codes = Codes(FindingsOf(csv));
  EXPECT_THAT(codes, testing::Contains("1:TABLE_GAP"));
}

}  // namespace
}  // namespace lianban::workflow

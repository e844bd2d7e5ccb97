// The shipped adapters, run in the real sandbox over records as their sources write them.

#include <fstream>
#include <map>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/intake/channel/adapter_runner.h"
#include "services/lib/errors/error.h"
#include "services/lib/text/csv.h"

namespace lianban::intake {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in.good()) << path << ": run from the top of the repository";
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

class Adapters : public testing::Test {
 protected:
  Adapters() : scripts_(workflow::StartWorkerPool({}).value()), adapters_(*scripts_) {}
  absl::StatusOr<Report> Read(const std::string& channel, const nlohmann::json& record) {
    return adapters_.Read(channel, ReadFile("workflows/adapters/" + channel + ".lua"), record);
  }
  std::unique_ptr<workflow::ScriptHost> scripts_;
  AdapterRunner adapters_;
};

class Demonstration : public Adapters, public testing::WithParamInterface<const char*> {};

TEST_P(Demonstration, EveryReportIsReadWithTitleAreaAndPlace) {
  auto rows = ParseCsv(ReadFile(std::string("workflows/cities/shaoxing/reports/") + GetParam() + ".csv")).value();
  ASSERT_GT(rows.size(), 10u);
  for (size_t i = 1; i < rows.size(); ++i) {
    nlohmann::json record = nlohmann::json::object();
    for (size_t c = 0; c < rows[i].cells.size(); ++c) {
      if (!rows[i].cells[c].empty()) record[rows[0].cells[c]] = rows[i].cells[c];
    }
    auto report = Read(GetParam(), record);
    ASSERT_TRUE(report.ok()) << rows[i].line << ": " << report.status();
    EXPECT_THAT(report->title, Not(IsEmpty())) << rows[i].line;
    EXPECT_THAT(report->area_code, testing::StartsWith("33060")) << rows[i].line;
    EXPECT_EQ(report->position.has_value(), record.contains("latitude")) << rows[i].line;
  }
}

INSTANTIATE_TEST_SUITE_P(Reports, Demonstration, testing::Values("hotline12345", "grid", "portal", "window"));

TEST_F(Adapters, OfPortalAndWindowGuessAKindTheSourceLeftOpen) {
  for (const char* channel : {"portal", "window"}) {
    EXPECT_EQ(Read(channel, {{"title", "路灯不亮"}})->kind, "路灯故障");
    EXPECT_EQ(Read(channel, {{"title", "健身卡"}, {"content", "年卡还剩4个月"}})->kind, "预付卡退款");
    EXPECT_EQ(Read(channel, {{"title", "路灯不亮"}, {"kind", "井盖缺损"}})->kind, "井盖缺损")
        << "the source knows better";
    EXPECT_EQ(Read(channel, {{"title", "我有一个想法"}})->kind, "");
  }
}

TEST_F(Adapters, OfBaltimoreGivesBureauAndTypeAndKeepsTimesAsWritten) {
  auto report = Read("baltimore311", {{"request_no", "14-00000000"},
                                      {"type", "SW-Dirty Alley"},
                                      {"channel", "Phone"},
                                      {"created", "2014-03-09T02:30:00"},
                                      {"address", "1 EXAMPLE ST"},
                                      {"neighborhood", "Example"},
                                      {"latitude", "39.283894"},
                                      {"longitude", "-76.553314"}});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->category, "SW");
  EXPECT_EQ(report->kind, "SW-Dirty Alley");
  EXPECT_EQ(report->occurred, "2014-03-09T02:30:00") << "an hour that did not exist there stays as written";
  EXPECT_NEAR(report->position->longitude, -76.553314, 1e-9);
  EXPECT_EQ(Read("baltimore311", {{"type", "DPW - Calendar  or  Report"}})->category, "DPW");
  EXPECT_EQ(Read("baltimore311", {{"type", "Ice"}})->category, "Ice");
}

TEST_F(Adapters, OfTheMessageBoardKeepsTheGivenClassAndGuessesTheSecond) {
  auto report = Read("cn_messages", {{"id", "1"},
                                     {"user", "A0000001"},
                                     {"title", "小区物业不作为"},
                                     {"time", "2019-01-01T10:00:00"},
                                     {"level1", "城乡建设"},
                                     {"body", "垃圾没人清理。"}});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->category, "城乡建设");
  EXPECT_EQ(report->kind, "住房保障与房地产");
  EXPECT_EQ(report->reporter.document_no(), "A0000001");
  EXPECT_EQ(Read("cn_messages", {{"title", "别的"}, {"level1", "没有的分类"}})->kind, "");
}

TEST_F(Adapters, GridTitlesAreTheFirstSentenceCutAtThirtyCharacters) {
  EXPECT_EQ(Read("grid", {{"description", "井盖破损，有危险。"}})->title, "井盖破损");
  std::string endless;
  for (int i = 0; i < 40; ++i) endless += "长";
  EXPECT_EQ(Read("grid", {{"description", endless}})->title.size(), 30 * std::string("长").size());
  EXPECT_EQ(Read("grid", {{"kind", "井盖缺损"}})->title, "井盖缺损");
}

TEST_F(Adapters, CannotReachAnotherRecord) {
  std::string source =
      "local seen = 0\nreturn adapter \"x\" { read = function(record) seen = seen + 1\n"
      "  return { title = record.title .. seen } end }";
  EXPECT_EQ(adapters_.Read("x", source, {{"title", "a"}})->title, "a1");
  EXPECT_EQ(adapters_.Read("x", source, {{"title", "b"}})->title, "b1");
}

TEST_F(Adapters, ThatNeverEndsIsStopped) {
  std::string source = "return adapter \"x\" { read = function(record) while true do end end }";
  EXPECT_EQ(ReasonOf(adapters_.Read("x", source, {{"title", "a"}}).status()), "ADAPTER_FAILED");
}

}  // namespace
}  // namespace lianban::intake

#include "services/workflow/replay/event_log.h"

#include <zlib.h>

#include "services/workflow/replay/log_time.h"
#include "services/workflow/replay/replay_for_test.h"

namespace lianban::workflow {
namespace {

const absl::TimeZone kZone = absl::FixedTimeZone(8 * 3600);

absl::StatusOr<EventLog> Csv(const std::string& text) {
  TestFile file(text);
  return ReadCsvLog(file.path(), kCsvColumns, kZone);
}

std::string Gzip(const std::string& text) {
  TestFile file("");
  gzFile out = gzopen(file.path().c_str(), "wb");
  gzwrite(out, text.data(), static_cast<unsigned>(text.size()));
  gzclose(out);
  std::ifstream in(file.path(), std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

constexpr char kSmall[] = "\xEF\xBB\xBF" "case_id,activity,timestamp,resource,note\r\n"
                          "a,Start,2026-03-02 09:30,7,\"one, \"\"two\"\"\nthree\"\r\n"
                          "b,Start,2026-03-03,,\r\n"
                          "a,End,2026-03-04,8,";

TEST(CsvLog, GathersTheEventsOfACase) {
  auto log = Csv(kSmall);
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ(log->cases, (std::vector<std::string>{"a", "b"}));
  ASSERT_EQ(log->events.size(), 3u);
  EXPECT_EQ(log->events[0].values[4], "one, \"two\"\nthree");
  EXPECT_EQ(log->events[0].resource, "7");
  EXPECT_FALSE(log->events[0].date_only);
  EXPECT_TRUE(log->events[1].date_only);
  EXPECT_EQ(log->events[1].line, 4);
  EXPECT_EQ(log->events[2].case_no, 0);
}

TEST(CsvLog, ReadsGzipAsItIs) {
  auto log = Csv(Gzip(kSmall));
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ(log->events.size(), 3u);
}

TEST(CsvLog, RefusesADamagedArchive) {
  std::string bytes = Gzip(std::string(100000, 'x') + kSmall);
  EXPECT_EQ(ReasonOf(Csv(bytes.substr(0, bytes.size() / 2)).status()), "FILE_UNREADABLE");
}

TEST(CsvLog, SaysInWhichLineItIsWrong) {
  struct { const char *text, *line; } wrong[] = {
      {"case_id,activity,timestamp\na,Start,2026-02-30\n", "2"},
      {"case_id,activity,timestamp\na,Start,2026-02-20\nb,Start\n", "3"},
      {"case_id,activity,timestamp\na,\"Start,2026-02-20\n", "2"},
      {"case_id,what,timestamp\n", "1"},
      {"", "1"},
  };
  for (const auto& each : wrong) {
    auto log = Csv(each.text);
    EXPECT_EQ(ReasonOf(log.status()), "EVENT_LOG_INVALID") << each.text;
    EXPECT_EQ(DetailOf(log.status())->metadata["line"], each.line) << each.text;
  }
  EXPECT_EQ(ReasonOf(ReadCsvLog("/nonexistent", kCsvColumns, kZone).status()), "FILE_UNREADABLE");
  EXPECT_EQ(ReasonOf(ReadCsvLog("/tmp", kCsvColumns, kZone).status()), "FILE_UNREADABLE");
}

constexpr char kXes[] = R"(<?xml version="1.0"?><log xes.version="1.0"><trace><string key="concept:name" value="a"/>
<string key="kind" value="x"/><event><string key="concept:name" value="Start"/><string key="org:resource" value="7"/>
<date key="time:timestamp" value="2026-03-02T09:30:00.000+01:00"/><float key="amount" value="36.0"/></event></trace></log>)";

TEST(XesLog, TakesAttributesOfEventAndTrace) {
  for (const std::string& bytes : {std::string(kXes), Gzip(kXes)}) {
    TestFile file(bytes);
    ASSERT_EQ(*FormatOf(file.path()), LogFormat::kXes);
    auto log = ReadXesLog(file.path(), kXesColumns, kZone);
    ASSERT_TRUE(log.ok()) << log.status();
    ASSERT_EQ(log->events.size(), 1u);
    EXPECT_EQ(log->cases[0], "a");
    EXPECT_EQ(log->events[0].activity, "Start");
    EXPECT_EQ(log->events[0].resource, "7");
    EXPECT_EQ(log->events[0].time, At("2026-03-02 16:30"));
    EXPECT_EQ(log->events[0].values[static_cast<size_t>(log->Column("amount"))], "36.0");
    EXPECT_EQ(log->events[0].values[static_cast<size_t>(log->Column("case:kind"))], "x");
  }
}

TEST(XesLog, RefusesWhatIsNotXes) {
  for (const char* text : {"<log><trace>", "<html/>", "<log><trace><event/></trace></log>"}) {
    TestFile file(text);
    EXPECT_EQ(ReasonOf(ReadXesLog(file.path(), kXesColumns, kZone).status()), "EVENT_LOG_INVALID") << text;
  }
}

TEST(LogTime, KnowsADayFromAMoment) {
  EXPECT_TRUE(ParseLogTime("2026-03-02", kZone)->date_only);
  EXPECT_EQ(ParseLogTime("2026-03-02T01:30:00Z", kZone)->time, At("2026-03-02 09:30"));
  EXPECT_EQ(ParseLogTime("2026-03-02 09:30:00.5", kZone)->time, At("2026-03-02 09:30") + absl::Milliseconds(500));
  for (const char* wrong : {"", "2026", "2026-13-01", "2026-02-30", "02/03/2026", "2026-03-02 25:00", "2026-0a-01"}) {
    EXPECT_FALSE(ParseLogTime(wrong, kZone)) << wrong;
  }
}

}  // namespace
}  // namespace lianban::workflow

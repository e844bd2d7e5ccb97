#include <nlohmann/json.hpp>

#include "gtest/gtest.h"
#include "services/lib/telemetry/log.h"
#include "services/lib/telemetry/trace.h"
#include "spdlog/details/log_msg.h"

namespace lianban::telemetry {
namespace {

constexpr char kParent[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST(Traceparent, GivesItsTraceId) { EXPECT_EQ(TraceIdOf(kParent), "4bf92f3577b34da6a3ce929d0e0e4736"); }

TEST(Traceparent, IsIgnoredWhenMalformed) {
  for (const char* bad : {"", "00", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                          "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                          "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                          "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0\n"}) {
    EXPECT_EQ(TraceIdOf(bad), "") << bad;
  }
}

TEST(Traceparent, IsSentOnUnderTheSameTrace) {
  const auto id = NewTraceId();
  EXPECT_EQ(TraceIdOf(TraceparentOf(id)), id);
}

TEST(TraceScope, EndsWithItsBlock) {
  TraceScope outer("a");
  {
    TraceScope inner("b");
    EXPECT_EQ(CurrentTraceId(), "b");
  }
  EXPECT_EQ(CurrentTraceId(), "a");
}

TEST(JsonLog, IsOneObjectPerLineWhateverTheMessageHolds) {
  TraceScope scope("4bf9");
  spdlog::memory_buf_t out;
  JsonFormatter()->format({"lianban", spdlog::level::warn, "a \"quote\"\nand \xff"}, out);
  const std::string text(out.data(), out.size());
  EXPECT_EQ(text.find('\n'), text.size() - 1);
  const auto line = nlohmann::json::parse(text);
  EXPECT_EQ(line["level"], "warning");
  EXPECT_EQ(line["trace"], "4bf9");
  EXPECT_EQ(line["message"], "a \"quote\"\nand \xef\xbf\xbd");
}

TEST(Log, RefusesUnknownLevelsAndFormats) {
  EXPECT_FALSE(SetUpLog("loud", "text").ok());
  EXPECT_FALSE(SetUpLog("info", "xml").ok());
}

}  // namespace
}  // namespace lianban::telemetry

#include "services/cli/script/simulation_line.h"

#include "gtest/gtest.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

using nlohmann::json;

TEST(SimulationLine, StepAndOutcomeStandAlone) {
  EXPECT_EQ(*ParseSimulationLine("complete examine grant"),
            json({{"act", "complete"}, {"task", "examine"}, {"outcome", "grant"}}));
  EXPECT_EQ(*ParseSimulationLine("message ruling dismissed"), json({{"message", "ruling"}, {"outcome", "dismissed"}}));
  EXPECT_EQ(*ParseSimulationLine("child 2 agreed"), json({{"child", 2}, {"result", "agreed"}}));
}

TEST(SimulationLine, UnknownKeysAreFormFields) {
  EXPECT_EQ(*ParseSimulationLine("complete a done income=286000 ok=true note=\"两 个字\" reason=理由"),
            json({{"act", "complete"},
                  {"task", "a"},
                  {"outcome", "done"},
                  {"reason", "理由"},
                  {"form", {{"income", 286000}, {"ok", true}, {"note", "两 个字"}}}}));
}

TEST(SimulationLine, DateAndTimeNeedNoQuotes) {
  EXPECT_EQ((*ParseSimulationLine("wait 2026-03-10 09:00"))["wait_until"], "2026-03-10 09:00");
  EXPECT_EQ((*ParseSimulationLine("wait 2026-03-10"))["wait_until"], "2026-03-10");
}

TEST(SimulationLine, TooManyWordsAndOpenQuotesAreRefused) {
  EXPECT_EQ(ReasonOf(ParseSimulationLine("complete a b c").status()), "OPTION_INVALID");
  EXPECT_EQ(ReasonOf(ParseSimulationLine("complete a \"b").status()), "OPTION_INVALID");
  EXPECT_EQ(ReasonOf(ParseSimulationLine("wait").status()), "OPTION_INVALID");
}

TEST(SimulationLine, IsWrittenAsLua) {
  EXPECT_EQ(LuaOf({{"form", {{"end", 1}, {"a", {"x", true}}}}}), "{ form = { a = { \"x\", true }, [\"end\"] = 1 } }");
  EXPECT_EQ(LuaOf(json::array()), "{}");
}

}  // namespace
}  // namespace lianban::cli

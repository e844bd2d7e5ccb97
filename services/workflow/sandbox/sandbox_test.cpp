#include "services/workflow/sandbox/script_host.h"

#include "gmock/gmock.h"
#include "services/workflow/sandbox/sandbox_test_pool.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;
using testing::HasSubstr;

TEST(Sandbox, LoadingGivesThePlainData) {
  auto loaded = TestPool().Load(*Bundle(R"(
local limit = param "la.income"
return workflow "legal_aid" {
  title = "法律援助",
  applicant = { person },
  clock = { statutory = days(param "la.review"), promised = days(5) },
  steps = {
    task "accept" { by = role "window", on = { complete = "examine" },
      shown = function(f) return f.income > 0 end },
    select "ways" { when = otherwise },
    fork "granted" { "a", "b", join = "c" },
  },
})"));
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  const json& root = loaded->root;
  EXPECT_EQ(root["$kind"], "workflow");
  EXPECT_EQ(root["$name"], "legal_aid");
  EXPECT_EQ(root["$line"], 3);
  EXPECT_EQ(root["applicant"], json::parse(R"([{"$kind":"person"}])"));
  EXPECT_EQ(root["clock"]["promised"]["count"], 5);
  EXPECT_EQ(root["clock"]["statutory"]["count"], json::parse(R"({"$param":"la.review"})"));
  EXPECT_EQ(root["steps"][0]["$line"], 8);
  EXPECT_EQ(root["steps"][0]["shown"]["$function"], 1);
  EXPECT_EQ(root["steps"][0]["shown"]["$line"], 9);
  EXPECT_EQ(root["steps"][0]["shown"]["$takes"], 1);
  EXPECT_EQ(root["steps"][1]["when"]["$kind"], "otherwise");
  EXPECT_EQ(root["steps"][2]["$items"], json::parse(R"(["a","b"])"));
  EXPECT_THAT(loaded->param_keys, testing::ElementsAre("la.income", "la.review"));
}

TEST(Sandbox, ARuleReadsItsArgumentsAndParameters) {
  EXPECT_EQ(Ask("return { r = function(f) return f.income <= param 'limit' end }", {{{"income", 300}}}, {{"limit", 300}}).value, true);
}

}  // namespace
}  // namespace lianban::workflow

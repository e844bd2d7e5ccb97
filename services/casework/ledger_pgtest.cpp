// 台账: what one case enters, the next one reads.

#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "nlohmann/json.hpp"
#include "services/casework/test_city.h"

namespace lianban::casework {
namespace {

std::string FirstStep(const Caller& handler, const std::string& item) {
  const auto filed = handler.Start("ruling", nlohmann::json{{"item", item}}.dump());
  EXPECT_TRUE(filed.ok()) << filed.status();
  return filed.ok() && filed->opened_tasks_size() == 1 ? filed->opened_tasks(0).step() : "";
}

TEST(Ledger, ARulingGuidesTheNextCaseOfItsItemAndNoOther) {
  TestCity city;
  TestServer server(city);
  const Caller handler(server, city, city.Person("u1", {"jd-1/handler"}));
  const auto disputed = handler.Start("ruling", R"({"item": "Y120"})");
  ASSERT_TRUE(disputed.ok()) << disputed.status();
  ASSERT_EQ(disputed->opened_tasks(0).step(), "dispute");
  ASSERT_TRUE(handler.Complete(*disputed, "ruled").ok());

  std::string step;
  for (int i = 0; i < 100 && step != "follow"; ++i) {  // known within seconds
    absl::SleepFor(absl::Milliseconds(100));
    step = FirstStep(handler, "Y120");
  }
  EXPECT_EQ(step, "follow");
  EXPECT_EQ(FirstStep(handler, "Y121"), "dispute");
}

}  // namespace
}  // namespace lianban::casework

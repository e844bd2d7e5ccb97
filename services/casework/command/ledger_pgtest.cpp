// 台账: what one case enters, the next one reads.

#include <gtest/gtest.h>

#include "nlohmann/json.hpp"
#include "services/casework/test_city.h"

namespace lianban::casework {
namespace {

std::string FirstStep(const Caller& handler, const std::string& item) {
  const auto filed = handler.Start("ruling", nlohmann::json{{"item", item}}.dump());
  EXPECT_TRUE(filed.ok()) << filed.status();
  return filed.ok() && filed->opened_tasks_size() == 1 ? filed->opened_tasks(0).step() : "";
}

// Rules on an item.
std::string Rule(const Caller& handler, const std::string& item) {
  const auto disputed = handler.Start("ruling", nlohmann::json{{"item", item}}.dump());
  EXPECT_TRUE(disputed.ok()) << disputed.status();
  EXPECT_EQ(disputed->opened_tasks(0).step(), "dispute");
  EXPECT_TRUE(handler.Complete(*disputed, "ruled").ok());
  return disputed->case_id();
}

TEST(Ledger, ARulingGuidesTheVeryNextCaseOfItsItemAndNoOther) {
  TestCity city;
  TestServer server(city);
  const Caller handler(server, city, city.Person("u1", {"jd-1/handler"}));
  Rule(handler, "Y120");
  EXPECT_EQ(FirstStep(handler, "Y120"), "follow");
  EXPECT_EQ(FirstStep(handler, "Y121"), "dispute");
}

TEST(Ledger, WhatADecisionFoundStandsInItsEvent) {
  TestCity city;
  TestServer server(city);
  const Caller handler(server, city, city.Person("u1", {"jd-1/handler"}));
  const std::string first = Rule(handler, "Y120");
  const auto next = handler.Start("ruling", R"({"item": "Y120"})");
  ASSERT_TRUE(next.ok()) << next.status();
  v1::ListEventsRequest request;
  request.set_case_id(next->case_id());
  const auto events = handler.Do(&v1::Casework::Stub::ListEvents, request);
  ASSERT_TRUE(events.ok()) << events.status();
  const auto found = nlohmann::json::parse(events->events(0).payload_json())["ledgers"]["rulings"]["Y120"];
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0]["case"], first);
}

TEST(Ledger, AKeyOfAnyLengthAndKindIsFoundAgain) {
  TestCity city;
  TestServer server(city);
  const Caller handler(server, city, city.Person("u1", {"jd-1/handler"}));
  std::string longest;
  for (int i = 0; i < 900; ++i) longest += "项";
  Rule(handler, longest);
  EXPECT_EQ(FirstStep(handler, longest), "follow");
  EXPECT_EQ(FirstStep(handler, longest + "目"), "dispute");
}

TEST(Ledger, AnotherCityDoesNotFindIt) {
  TestCity city;
  TestServer server(city);
  Rule(Caller(server, city, city.Person("u1", {"jd-1/handler"})), "Y120");
  EXPECT_EQ(FirstStep(Caller(server, city, city.Person("u2", {"jd-1/handler"}, "330100")), "Y120"), "dispute");
}

}  // namespace
}  // namespace lianban::casework

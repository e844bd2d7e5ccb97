#include "services/workflow/overlay/in_force.h"

#include "gtest/gtest.h"

namespace lianban::workflow::overlay {
namespace {

int Number(const std::vector<Scope>& scopes, std::string_view area, int64_t now) {
  const Scope* found = InForce(scopes, area, now);
  return found ? found->number : 0;
}

TEST(InForce, TheNearestAdaptationDecidesWhateverIsNewer) {
  const std::vector<Scope> scopes = {{"", "", 1, 10, 1}, {"3306", "3306", 2, 20, 2}, {"330602", "330602", 3, 30, 3}, {"", "", 4, 40, 4}};
  EXPECT_EQ(Number(scopes, "330100", 50), 4);
  EXPECT_EQ(Number(scopes, "330603", 50), 2);
  EXPECT_EQ(Number(scopes, "330602", 50), 3);
  EXPECT_EQ(Number(scopes, "330602001000", 50), 3);
  EXPECT_EQ(Number(scopes, "", 50), 4);
}

TEST(InForce, AReleaseWaitsForItsDate) {
  const std::vector<Scope> scopes = {{"", "", 1, 10, 1}, {"", "", 2, 20, 2}};
  EXPECT_EQ(Number(scopes, "3306", 9), 0);
  EXPECT_EQ(Number(scopes, "3306", 19), 1);
  EXPECT_EQ(Number(scopes, "3306", 20), 2);
}

TEST(InForce, AStagedReleaseHoldsOnlyWhereItWasPut) {
  const std::vector<Scope> scopes = {{"", "", 1, 10, 1}, {"", "330602", 2, 20, 2}};
  EXPECT_EQ(Number(scopes, "330602001", 30), 2);
  EXPECT_EQ(Number(scopes, "330603", 30), 1);
  // A stage of the base does not push aside the city's own adaptation.
  std::vector<Scope> with_city = scopes;
  with_city.push_back({"3306", "3306", 3, 15, 3});
  EXPECT_EQ(Number(with_city, "330602001", 30), 3);
}

TEST(InForce, OfOneDateTheOneSetLastHolds) {
  EXPECT_EQ(Number({{"", "", 2, 10, 2}, {"", "", 1, 10, 1}}, "3306", 10), 2);
}

TEST(InForce, WhereNoAdaptationHoldsYetTheOneAboveDoes) {
  EXPECT_EQ(Number({{"", "", 1, 10, 1}, {"330602", "330602", 2, 99, 2}}, "330602", 20), 1);
}

}  // namespace
}  // namespace lianban::workflow::overlay

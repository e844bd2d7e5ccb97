#include "services/workflow/sandbox/wire/near_name.h"

#include <set>

#include "gtest/gtest.h"

namespace lianban::workflow::sandbox {
namespace {

const std::set<std::string> kNames = {"income", "integer", "look", "supplement", "task", "workdays"};

TEST(NearName, ForgivesASlipOfThePen) {
  EXPECT_EQ(NearName("incom", kNames), "income");
  EXPECT_EQ(NearName("loook", kNames), "look");
  EXPECT_EQ(NearName("workday", kNames), "workdays");
  EXPECT_EQ(NearName("suplemnt", kNames), "supplement");
}

TEST(NearName, LettersThatChangedPlacesAreOneSlip) { EXPECT_EQ(NearName("taks", kNames), "task"); }

TEST(NearName, CompletesWhatWasCutShort) { EXPECT_EQ(NearName("int", kNames), "integer"); }

TEST(NearName, DoesNotGuessWildly) {
  EXPECT_EQ(NearName("finish", kNames), "");
  EXPECT_EQ(NearName("lake", kNames), "");
  EXPECT_EQ(NearName("", kNames), "");
}

}  // namespace
}  // namespace lianban::workflow::sandbox

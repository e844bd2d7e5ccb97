// Members are shared one by one until somebody edits one, and then only that one is copied.

#include "services/workflow/sandbox/shared_object.h"

#include "gtest/gtest.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

TEST(SharedObject, EditedInOneCopyLeavesTheOthersAlone) {
  const SharedObject vars(json{{"outcomes", {{"accept", "complete"}}}, {"children", {1, 2}}});
  SharedObject copy = vars;
  copy.Edit("outcomes")["examine"] = "grant";
  copy.Erase("children");
  EXPECT_EQ(json(vars), (json{{"outcomes", {{"accept", "complete"}}}, {"children", {1, 2}}}));
  EXPECT_EQ(json(copy), (json{{"outcomes", {{"accept", "complete"}, {"examine", "grant"}}}}));
  EXPECT_NE(copy.stamp(), vars.stamp());
}

TEST(SharedObject, SharesTheMembersThatNobodyEdited) {
  const SharedObject vars(json{{"outcomes", {{"accept", "complete"}}}, {"children", {1, 2}}});
  SharedObject copy = vars;
  copy.Edit("outcomes")["examine"] = "grant";
  EXPECT_EQ(copy.find("children"), vars.find("children"));
  EXPECT_NE(copy.find("outcomes"), vars.find("outcomes"));
}

TEST(SharedObject, EditsAMemberThatWasNotThere) {
  SharedObject vars;
  vars.Edit("law") = "at filing";
  vars.Edit("answers")["score"].push_back(7);
  EXPECT_EQ(json(vars), (json{{"answers", {{"score", {7}}}}, {"law", "at filing"}})) << "sorted by name, as in any JSON object";
  EXPECT_TRUE(SharedObject().find("law") == SharedObject().end());
}

TEST(SharedObject, SetPutsAMemberInThePlaceOfTheOneBefore) {
  const SharedObject form(json{{"b", {1, 2}}, {"d", 4}});
  SharedObject copy = form;
  copy.Set("b", "new");
  copy.Set("c", 3);
  EXPECT_EQ(json(copy), (json{{"b", "new"}, {"c", 3}, {"d", 4}}));
  EXPECT_EQ(json(form), (json{{"b", {1, 2}}, {"d", 4}}));
}

TEST(SharedObject, HasNothingUnderANameThatIsNotThere) {
  const SharedObject vars(json{{"b", 1}});
  for (const char* name : {"a", "c", ""}) {
    EXPECT_TRUE(vars[name].is_null()) << name;
    EXPECT_FALSE(vars.contains(name)) << name;
    EXPECT_EQ(vars.value(name, json(5)), 5) << name;
  }
  EXPECT_EQ(vars.value("b", json(5)), 1);
}

TEST(SharedObject, IsIdenticalToWhatHasTheSameMembers) {
  const SharedObject vars(json{{"a", 1}, {"b", {2}}});
  EXPECT_TRUE(Identical(vars, SharedObject(json{{"a", 1}, {"b", {2}}})));
  EXPECT_FALSE(Identical(vars, SharedObject(json{{"a", 1.0}, {"b", {2}}}))) << "1 is not 1.0 for a script";
  EXPECT_FALSE(Identical(vars, SharedObject(json{{"a", 1}})));
  EXPECT_FALSE(Identical(vars, SharedObject(json{{"a", 1}, {"c", {2}}})));
}

}  // namespace
}  // namespace lianban::workflow

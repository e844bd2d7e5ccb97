// Values are shared until somebody edits one, and then only that one changes.

#include "services/workflow/sandbox/shared_json.h"

#include <limits>

#include "gtest/gtest.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

TEST(SharedJson, IsSharedByItsCopies) {
  const SharedJson form = json{{"name", "王芳"}};
  const SharedJson copy = form;
  EXPECT_EQ(&*copy, &*form);
  EXPECT_EQ(copy.stamp(), form.stamp());
}

TEST(SharedJson, EditedInOneCopyLeavesTheOthersAlone) {
  const SharedJson form = json{{"name", "王芳"}};
  SharedJson copy = form;
  copy.Edit()["name"] = "李强";
  EXPECT_EQ(form["name"], "王芳");
  EXPECT_EQ(copy["name"], "李强");
  EXPECT_NE(copy.stamp(), form.stamp());
}

TEST(SharedJson, KeepsWhatWasWorkedOutOfItUntilItIsEdited) {
  int times = 0;
  const auto make = [&](const json& value) { return ++times, std::optional(value.dump()); };
  const auto measure = [&](const json& value) { return ++times, value.dump().size(); };
  SharedJson form = json{{"name", "王芳"}};
  const SharedJson copy = form;
  EXPECT_EQ(*form.Packed(make), copy->dump());
  EXPECT_EQ(copy.Packed(make), form.Packed(make)) << "for all that share it";
  EXPECT_EQ(form.Size(measure), copy.Size(measure));
  EXPECT_EQ(times, 2);
  form.Edit()["age"] = 70;
  EXPECT_EQ(*form.Packed(make), form->dump());
  EXPECT_EQ(*copy.Packed(make), copy->dump());
  form.Edit()["age"] = 71;
  EXPECT_EQ(*form.Packed(make), form->dump()) << "also when it is edited in place";
  EXPECT_EQ(form.Size(measure), form->dump().size());
}

TEST(SharedJson, HeldByNobodyElseIsEditedInPlace) {
  SharedJson form = json{{"name", "王芳"}};
  const json* const before = &*form;
  const uint64_t stamp = form.stamp();
  form.Edit()["name"] = "李强";
  EXPECT_EQ(&*form, before);
  EXPECT_NE(form.stamp(), stamp) << "what was read before is out of date";
}

TEST(SharedJson, HasNothingUnderANameThatIsNotThere) {
  EXPECT_TRUE(SharedJson(json::object())["name"].is_null());
}

TEST(SharedJson, AListInPartsCopiesOnlyTheElementThatIsEdited) {
  SharedJson list = json{{{"no", 1}}, {{"no", 2}}};
  list.EditAt(0)["status"] = "finished";
  const SharedJson copy = list;
  list.EditAt(1)["status"] = "withdrawn";
  list.Append(json({{"no", 3}}));
  EXPECT_EQ(&copy.ListAt(0), &list.ListAt(0)) << "nobody edited it";
  EXPECT_EQ(*copy, json::parse(R"([{"no":1,"status":"finished"},{"no":2}])"));
  EXPECT_EQ(*list, json::parse(R"([{"no":1,"status":"finished"},{"no":2,"status":"withdrawn"},{"no":3}])"));
  EXPECT_NE(copy.stamp(), list.stamp());
}

TEST(SharedJson, AListInPartsCanBeReadWholeBetweenEdits) {
  SharedJson list;
  list.Append(json(1));
  EXPECT_EQ(*list, json({1}));
  list.Append(json(2));
  EXPECT_EQ(*list, json({1, 2})) << "not what was put together before";
  list.EditAt(0) = 7;
  EXPECT_EQ(list.dump(), "[7,2]");
  list.Edit().push_back("whole");
  EXPECT_EQ(list.parts(), nullptr);
  EXPECT_EQ(list.dump(), R"([7,2,"whole"])");
  EXPECT_EQ(list.ListSize(), 3U);
}

TEST(SharedJson, AnObjectInPartsCopiesOnlyTheMemberThatIsEdited) {
  SharedJson answers = json{{"review", {1}}};
  answers.EditPart("score").Append(json("a"));
  const SharedJson copy = answers;
  answers.EditPart("score").Append(json("b"));
  answers.EditPart("again") = json("new");
  EXPECT_EQ(&**copy.Part("review"), &**answers.Part("review")) << "nobody edited it";
  EXPECT_EQ(*copy, json::parse(R"({"review":[1],"score":["a"]})"));
  EXPECT_EQ(*answers, json::parse(R"({"again":"new","review":[1],"score":["a","b"]})"));
  EXPECT_EQ(answers.Part("never"), nullptr);
  EXPECT_NE(copy.stamp(), answers.stamp());
  EXPECT_FALSE(Identical(copy, answers));
  EXPECT_TRUE(Identical(copy, SharedJson(json(*copy)))) << "in parts or not";
  answers.Edit().erase("again");
  EXPECT_EQ(answers.names(), nullptr);
  EXPECT_EQ(answers.dump(), R"({"review":[1],"score":["a","b"]})");
}

TEST(SharedJson, AnObjectInPartsCanBeReadWholeBetweenEdits) {
  SharedJson answers;
  answers.EditPart("a").Append(json(1));
  EXPECT_EQ(answers.dump(), R"({"a":[1]})");
  answers.EditPart("a").Append(json(2));
  EXPECT_EQ(answers.dump(), R"({"a":[1,2]})") << "not what was put together before";
}

TEST(Identical, ListsAreComparedWhetherTheyAreHeldInPartsOrNot) {
  SharedJson parts, others;
  for (int i : {1, 2, 3}) parts.Append(json(i)), others.Append(json(i));
  EXPECT_TRUE(Identical(parts, others));
  EXPECT_TRUE(Identical(parts, SharedJson(json{1, 2, 3})));
  others.EditAt(2) = 4;
  EXPECT_FALSE(Identical(parts, others));
  EXPECT_FALSE(Identical(SharedJson(json{1, 2}), parts));
}

TEST(Identical, TellsApartWhatAScriptCan) {
  EXPECT_FALSE(Identical(1, 1.0));
  EXPECT_FALSE(Identical(0.0, -0.0));
  EXPECT_FALSE(Identical(json::array(), json::object()));
  EXPECT_FALSE(Identical(json{{"a", 1}}, json{{"a", 1}, {"b", 2}}));
  EXPECT_FALSE(Identical(json{{"a", {1, 2}}}, json{{"a", {1, 3}}}));
  EXPECT_TRUE(Identical(json{{"a", {1, "x", nullptr}}}, json{{"a", {1, "x", nullptr}}}));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(Identical(nan, nan)) << "or it would be asked for ever";
}

}  // namespace
}  // namespace lianban::workflow

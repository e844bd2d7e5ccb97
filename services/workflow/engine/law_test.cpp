// 从旧、从新: by which law a step of a running case decides, and what the record says about it.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/workflow/engine/story_for_test.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

// LAW is written at every step that decides; the limit of income is a parameter, the table says from which age on.
std::string Script(const std::string& law, const std::string& more = "") {
  std::string text = R"(return workflow "aid" {
    params = { ["aid.income"] = 1000, ["aid.days"] = 7 },
    form = { integer "income" { label = "收入" }, integer "age" { label = "年龄" }, text "opinion" { label = "意见" } },
    steps = {
      task "accept" { title = "受理", by = role "window", on = { done = "poor" } },
      decide "poor" { title = "经济困难", basis = "第3条", LAW branches = {
        { when = function(form) return form.income <= param "aid.income" end, to = "old" }, { to = "no" } } },
      decide "old" { title = "高龄", LAW table = "age", on = { yes = "examine", no = "no" } },
      task "examine" { title = "审查", by = role "handler", within = days(param "aid.days"), LAW
        propose = function(form) return form.income <= param "aid.income" and "grant" or "refuse" end,
        on = { grant = "yes", refuse = "no", timeout = "late" } },
      finish "yes" { result = "yes" }, finish "no" { result = "no" }, finish "late" { result = "late" },
    } })";
  for (size_t at; (at = text.find("LAW")) != std::string::npos;) text.replace(at, 3, law.empty() ? "" : "law = \"" + law + "\",");
  return text + more;
}

std::string AgeTable(const std::string& limit) { return "U,age,outcome\nkind,in,out\ntype,integer,text\n1,>= " + limit + ",yes\n2,< " + limit + ",no\n"; }

Story Filed(const std::string& law) {
  Story story(Script(law), {{"age.csv", AgeTable("60")}});
  story.now = At("2026-03-03 09:00");
  EXPECT_EQ(story.Start({{"income", 900}, {"age", 65}}), "");
  return story;
}

void SetToday(Story& story, int income, int days) {
  story.environment->parameters.values["aid.income"][""] = income;
  story.environment->parameters.values["aid.days"][""] = days;
  story.now = At("2026-04-01 09:00");
}

json FactOf(const Story& story, const std::string& type, const std::string& step) {
  for (const Fact& fact : story.last.facts) {
    if (fact["type"] == type && fact.value("step", step) == step) return fact;
  }
  return json::object();
}

// It ends at 24:00.
std::string LastDay(const Story& story) {
  return absl::FormatTime("%Y-%m-%d", *story.Task("examine")->due - absl::Seconds(1), story.environment->zone);
}

TEST(Law, OfTodayIsWhatAStepSeesThatSaysNothing) {
  Story story = Filed("");
  SetToday(story, 800, 10);
  EXPECT_EQ(story.Complete("accept", "done"), "");
  EXPECT_EQ(story.state.result, "no");
  EXPECT_FALSE(FactOf(story, "Decided", "poor")["explanation"].contains("law"));
  EXPECT_FALSE(story.state.vars.contains("law"));  // nobody will ask for it
}

TEST(Law, AtFilingKeepsTheParametersOfThatDay) {
  Story story = Filed("at_filing");
  SetToday(story, 800, 10);
  EXPECT_EQ(story.Complete("accept", "done"), "");
  const TaskState* task = story.Task("examine");
  ASSERT_NE(task, nullptr);
  EXPECT_EQ(task->proposal["outcome"], "grant");
  EXPECT_EQ(LastDay(story), "2026-04-08");  // seven days, not ten
}

TEST(Law, IsNamedInTheExplanationWithWhatIsDifferentToday) {
  Story story = Filed("at_filing");
  SetToday(story, 800, 7);
  EXPECT_EQ(story.Complete("accept", "done"), "");
  const json why = FactOf(story, "Decided", "poor")["explanation"];
  EXPECT_EQ(why["law"]["of"], "filing");
  EXPECT_EQ(why["law"]["date"], "2026-03-03");
  EXPECT_EQ(why["law"]["params"], (json{{"aid.income", {{"filed", 1000}, {"today", 800}}}}));
  EXPECT_THAT(why["zh"].get<std::string>(), HasSubstr("按受理时（2026-03-03）的规定（aid.income 当时为 1000，现为 800）。依据：第3条"));
  EXPECT_THAT(why["en"].get<std::string>(), HasSubstr("by the law at filing (2026-03-03) (aid.income was 1000, is now 800)"));
  EXPECT_EQ(story.Task("examine")->proposal["explanation"]["law"]["of"], "filing");
}

TEST(Law, AsOfTodaySaysSo) {
  Story story = Filed("as_of_today");
  SetToday(story, 950, 10);
  EXPECT_EQ(story.Complete("accept", "done"), "");
  EXPECT_EQ(FactOf(story, "Decided", "poor")["explanation"]["law"], (json{{"of", "today"}, {"date", "2026-04-01"}}));
  EXPECT_EQ(LastDay(story), "2026-04-13");  // the tenth day is a Saturday
}

// The case has moved to a release with a stricter table and a stricter rule.
TEST(Law, AtFilingAsksTheTableAndTheRuleOfTheReleaseOfFiling) {
  for (const std::string law : {"at_filing", ""}) {
    Story story = Filed(law);
    std::string stricter = Script(law);
    stricter.replace(stricter.find("form.income <="), 14, "2 * form.income <=");
    const auto filed = story.model;
    story.model = ModelOf(stricter, {{"age.csv", AgeTable("70")}});
    story.filed = filed;
    EXPECT_EQ(story.Complete("accept", "done"), "");
    if (law.empty()) {
      EXPECT_EQ(story.state.result, "no");
      continue;
    }
    ASSERT_NE(story.Task("examine"), nullptr);
    const json why = FactOf(story, "Decided", "old")["explanation"];
    EXPECT_EQ(why["release"], filed->hash.substr(0, 12));
    EXPECT_EQ(why["law"]["release"], filed->hash.substr(0, 12));
    EXPECT_EQ(why["rule"], "age:1");
  }
}

TEST(Law, WhereAnOldConditionLeadsMustStillExist) {
  Story story = Filed("at_filing");
  story.filed = ModelOf(Script("at_filing"), {{"age.csv", AgeTable("60")}});
  std::string renamed = Script("at_filing");
  for (size_t at; (at = renamed.find("\"old\"")) != std::string::npos;) renamed.replace(at, 5, "\"aged\"");
  story.model = ModelOf(renamed, {{"age.csv", AgeTable("60")}});
  EXPECT_EQ(story.Complete("accept", "done"), "OUTCOME_UNKNOWN");
}

}  // namespace
}  // namespace lianban::workflow

// Ways through a process: each kind of step that moves tokens.

#include "gmock/gmock.h"
#include "services/workflow/engine/story_for_test.h"

namespace lianban::workflow {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST(Routing, StartOpensTheFirstTask) {
  Story story(R"(return workflow "w" { title = "试", steps = {
    task "a" { title = "受理", by = role "window", on = { done = "b" } },
    finish "b" { result = "ok" } } })");
  ASSERT_EQ(story.Start(), "");
  EXPECT_THAT(story.Open(), ElementsAre("a"));
  ASSERT_EQ(story.last.opened.size(), 1u);
  EXPECT_EQ(story.last.opened[0].desk, "u1/window");
  EXPECT_EQ(story.last.opened[0].title, "受理");
  EXPECT_EQ(story.state.revision, 1);
}

TEST(Routing, OutcomeLeadsOnAndFinishEnds) {
  Story story(R"(return workflow "w" { steps = {
    task "a" { by = role "window", on = { done = "b", no = "c" } },
    task "b" { by = role "handler", on = { done = "c" } },
    finish "c" { result = "ok", notice = "letter" } } })");
  story.Start();
  int64_t first = story.Task("a")->no;
  ASSERT_EQ(story.Complete("a", "done"), "");
  EXPECT_THAT(story.Open(), ElementsAre("b"));
  EXPECT_THAT(story.last.closed, ElementsAre(first));
  ASSERT_EQ(story.Complete("b", "done"), "");
  EXPECT_EQ(story.state.status, CaseStatus::kFinished);
  EXPECT_EQ(story.state.result, "ok");
  EXPECT_THAT(story.Open(), IsEmpty());
  ASSERT_EQ(story.last.effects.size(), 1u);
  EXPECT_EQ(story.last.effects[0].payload["template"], "letter");
}

TEST(Routing, NothingOpenMeansCompleted) {
  Story story(R"(return workflow "w" { steps = {
    task "a" { by = role "window", on = { done = "f" } },
    fork "f" { to = { "b", "c" } },
    task "b" { by = role "x", on = { done = "e" } },
    task "c" { by = role "x", on = { done = "e" } },
    decide "e" { branches = { { when = function(form, case) return case.outcomes.b ~= nil and case.outcomes.c ~= nil end, to = "g" }, { to = "g" } } },
    finish "g" { result = "g" } } })");
  story.Start();
  story.Complete("a", "done");
  EXPECT_THAT(story.Open(), UnorderedElementsAre("b", "c"));
  ASSERT_EQ(story.Complete("b", "done"), "") << story.status;
  EXPECT_EQ(story.state.result, "g");  // explicit termination ends what is parallel
  EXPECT_THAT(story.Facts(), Contains("StepWithdrawn"));
}

constexpr char kForkJoin[] = R"(return workflow "w" { steps = {
    task "a" { by = role "window", on = { done = "f" } },
    fork "f" { to = { "b", "c", "d" }, join = "j" },
    task "b" { by = role "x", on = { done = "j", again = "b2" } },
    task "b2" { by = role "x", on = { done = "j" } },
    task "c" { by = role "x", on = { done = "j" } },
    task "d" { by = role "x", on = { done = "j" } },
    join "j" { JOIN next = "z" },
    task "z" { by = role "x", on = { done = "e" } },
    finish "e" {} } })";

std::string ForkJoin(std::string_view how) {
  std::string source = kForkJoin;
  source.replace(source.find("JOIN"), 4, how);
  return source;
}

TEST(Join, AllWaitsForEveryBranch) {
  Story story(ForkJoin(""));
  story.Start();
  story.Complete("a", "done");
  story.Complete("b", "again");
  story.Complete("c", "done");
  story.Complete("d", "done");
  EXPECT_THAT(story.Open(), ElementsAre("b2"));
  story.Complete("b2", "done");
  EXPECT_THAT(story.Open(), ElementsAre("z"));
  EXPECT_THAT(story.state.tokens, IsEmpty());
}

TEST(Join, AnyPassesTheFirstAndSwallowsTheRest) {
  Story story(ForkJoin("wait_for = \"any\","));
  story.Start();
  story.Complete("a", "done");
  story.Complete("c", "done");
  EXPECT_THAT(story.Open(), UnorderedElementsAre("b", "d", "z"));
  story.Complete("b", "done");
  EXPECT_THAT(story.Open(), UnorderedElementsAre("d", "z"));
  story.Complete("d", "done");
  EXPECT_THAT(story.Open(), ElementsAre("z"));
  EXPECT_THAT(story.state.tokens, IsEmpty());  // the round is over
}

TEST(Join, TwoOfThreePassesOnTheSecond) {
  Story story(ForkJoin("wait_for = 2,"));
  story.Start();
  story.Complete("a", "done");
  story.Complete("c", "done");
  EXPECT_THAT(story.Open(), UnorderedElementsAre("b", "d"));
  story.Complete("b", "done");
  EXPECT_THAT(story.Open(), UnorderedElementsAre("d", "z"));
}

TEST(Join, CancellingWithdrawsWhatHasNotCome) {
  Story story(ForkJoin("wait_for = \"any\", cancelling = true,"));
  story.Start();
  story.Complete("a", "done");
  story.Complete("c", "done");
  EXPECT_THAT(story.Open(), ElementsAre("z"));
  EXPECT_THAT(story.state.tokens, IsEmpty());
  EXPECT_EQ(story.last.closed.size(), 3u);
}

constexpr char kSelect[] = R"(return workflow "w" { form = { bool "b" {}, bool "c" {} }, steps = {
    select "s" { join = "j", branches = {
      { when = function(f) return f.b end, to = "b" },
      { when = function(f) return f.c end, to = "c" },
      { to = "d" } } },
    task "b" { by = role "x", on = { done = "j", more = "b" } },
    task "c" { by = role "x", on = { done = "j", leave = "out" } },
    task "d" { by = role "x", on = { done = "j" } },
    join "j" { wait_for = "synchronising", next = "z" },
    task "z" { by = role "x", on = { done = "e" } },
    finish "out" {},
    finish "e" {} } })";

TEST(Select, SynchronisingJoinWaitsForTheBranchesThatWereTaken) {
  Story story(kSelect);
  ASSERT_EQ(story.Start({{"b", true}, {"c", true}}), "") << story.status;
  EXPECT_THAT(story.Open(), UnorderedElementsAre("b", "c"));
  story.Complete("b", "done");
  EXPECT_THAT(story.Open(), ElementsAre("c"));
  story.Complete("c", "done");
  EXPECT_THAT(story.Open(), ElementsAre("z"));
}

TEST(Select, OneBranchPassesAlone) {
  Story story(kSelect);
  story.Start({{"b", false}, {"c", true}});
  EXPECT_THAT(story.Open(), ElementsAre("c"));
  story.Complete("c", "done");
  EXPECT_THAT(story.Open(), ElementsAre("z"));
}

TEST(Select, OtherwiseOnlyWhenNothingElseHolds) {
  Story story(kSelect);
  story.Start();
  EXPECT_THAT(story.Open(), ElementsAre("d"));
}

TEST(Decide, FirstConditionThatHoldsAndExplains) {
  Story story(R"(return workflow "w" { form = { integer "n" {} }, steps = {
    decide "d" { title = "定档", branches = {
      { when = function(f) return f.n > 10 end, to = "big" },
      { when = function(f) return f.n > 5 end, to = "middle" },
      { when = otherwise, to = "small" } } },
    task "big" { by = role "x", on = { done = "e" } },
    task "middle" { title = "中档", by = role "x", on = { done = "e" } },
    task "small" { by = role "x", on = { done = "e" } },
    finish "e" {} } })");
  ASSERT_EQ(story.Start({{"n", 7}}), "") << story.status;
  EXPECT_THAT(story.Open(), ElementsAre("middle"));
  ASSERT_NE(story.FactOf("Decided"), nullptr);
  const auto explanation = (*story.FactOf("Decided"))["explanation"];
  EXPECT_EQ(explanation["rule"], "process.lua:4");
  EXPECT_THAT(explanation["zh"].get<std::string>(), testing::HasSubstr("“定档”符合脚本 process.lua:4 的条件（n = 7），转到“中档”"));
  EXPECT_THAT(explanation["en"].get<std::string>(), testing::HasSubstr("d: the condition at process.lua:4 holds (n = 7), so middle"));
  story.Start({{"n", 3}});
  EXPECT_THAT(story.Open(), ElementsAre("small"));
}

// What the conditions looked at, until one held: that, and nothing else, is why.
TEST(Decide, ConditionsAndRulesAreExplainedByWhatTheyLookedAt) {
  Story story(R"(local function poor(f) return f.income <= param "aid.line" end
  return workflow "w" { params = { ["aid.line"] = 300000 }, labels = { yes = "符合" },
    form = { money "income" { label = "月收入" }, text "idcard" { sensitive = true }, text "note" {}, list "members" { label = "家庭成员", of = { text "name" {} } } },
    steps = {
      task "look" { title = "初审", by = role "x", on = { yes = "d" } },
      decide "d" { title = "定档", branches = {
        { when = function(f, case) return case.outcomes.look == "yes" and #f.members > 1 and f.idcard == "1" end, to = "e" },
        { when = function(f) return poor(f) end, to = "r" },
        { when = function(f) return f.note == "x" end, to = "e" },
        { to = "e" } } },
      decide "r" { title = "归口", rule = function(f, case) return case.outcomes.never == nil and case.today > "2000" and "on" end, on = { on = "w" } },
      wait "w" { title = "公示", till = function(f, case) return case.outcomes.look == "yes" end, on = { done = "p" } },
      task "p" { title = "审批", by = function(f, case) return "u/" .. case.outcomes.look end, propose = function(f) return f.income > 1 and "done" end, on = { done = "e" } },
      finish "e" {} } })");
  ASSERT_EQ(story.Start({{"income", 286000}, {"idcard", "330602199001011234"}, {"note", "y"}, {"members", {{{"name", "甲"}}, {{"name", "乙"}}}}}), "") << story.status;
  ASSERT_EQ(story.Complete("look", "yes"), "") << story.status;
  const auto why = [&](const char* type, const char* step) {
    for (const Fact& fact : story.last.facts) {
      if (fact["type"] == type && fact.value("step", "") == step) return fact.value("explanation", json());
    }
    return json();
  };
  const json d = why("Decided", "d");
  EXPECT_EQ(d["inputs"], (json{{"outcome.look", "yes"}, {"members", {{"count", 2}}}, {"idcard", "***"}, {"income", 286000}, {"param.aid.line", 300000}}));
  EXPECT_THAT(d["zh"].get<std::string>(), testing::HasSubstr("idcard = ***, 月收入 = 2860.00元, 家庭成员 = 2 项, “初审”的结果 = 符合, 参数 aid.line = 300000"));
  EXPECT_THAT(d["en"].get<std::string>(), testing::HasSubstr("(idcard = ***, income = 286000, members = 2 items, outcome.look = yes, param.aid.line = 300000)"));
  EXPECT_EQ(d.dump().find("3306"), std::string::npos);
  EXPECT_EQ(why("Decided", "r")["inputs"].at("outcome.never"), nullptr);
  EXPECT_THAT(why("Decided", "r")["zh"].get<std::string>(), testing::HasSubstr("的规则（当日 = 2026-03-03, “never”的结果 = 无）得出"));
  EXPECT_THAT(why("WaitEnded", "w")["zh"].get<std::string>(), testing::HasSubstr("（“初审”的结果 = 符合）认定所等的条件已经成立"));
  EXPECT_THAT(why("RuleApplied", "p")["zh"].get<std::string>(), testing::HasSubstr("（“初审”的结果 = 符合）交给 u/yes"));
  EXPECT_EQ(why("TaskOpened", "p")["inputs"], (json{{"income", 286000}}));
}

TEST(Decide, SensitiveFieldsAreMaskedWhereverARuleFindsThem) {
  Story story(R"(return workflow "w" { form = { text "idcard" { sensitive = true } }, steps = {
    wait "court" { message = "ruling", on = { upheld = "d" } },
    decide "d" { branches = {
      { when = function(f, case) return case.messages.court.idcard == "1" end, to = "a" },
      { when = function(f, case) for name in pairs(case) do if name == "never" then return true end end end, to = "a" },
      { to = "b" } } },
    finish "a" { result = "a" }, finish "b" { result = "b" } } })");
  ASSERT_EQ(story.Start(), "") << story.status;
  ASSERT_EQ(story.Message("ruling", "upheld", {{"idcard", "330602199001011234"}}), "") << story.status;
  const json explanation = story.FactOf("Decided")->at("explanation");
  EXPECT_EQ(explanation["inputs"], (json{{"case.messages.court.idcard", "***"}, {"case", "…"}}));
  EXPECT_EQ(explanation.dump().find("3306"), std::string::npos);
}

TEST(Decide, AFailingRuleRefusesTheCommandAndSaysWhere) {
  Story story(R"(return workflow "w" { form = { integer "n" {} }, steps = {
    decide "d" { branches = {
      { when = function(f) return f.n > 10 end, to = "e" },
      { to = "e" } } },
    finish "e" {} } })");
  EXPECT_EQ(story.Start(), "RULE_FAILED");
  EXPECT_EQ(DetailOf(story.status)->metadata.at("line"), "3");
}

TEST(Decide, TableDecidesAndNamesItsRow) {
  Story story(R"(return workflow "w" { form = { choice "kind" { options = { "lamp", "road" } } }, steps = {
    decide "d" { table = "routing", on = { light = "a", street = "b" } },
    task "a" { by = role "x", on = { done = "e" } },
    task "b" { by = role "x", on = { done = "e" } },
    finish "e" {} } })",
              {{"routing.csv",
                "U,kind,outcome,basis\nkind,in,out,note\ntype,text,text,text\nr1,\"\"\"lamp\"\"\",light,第5条\nr2,not("
                "\"lamp\"),street,\n"}});
  ASSERT_EQ(story.Start({{"kind", "lamp"}}), "") << story.status;
  EXPECT_THAT(story.Open(), ElementsAre("a"));
  const Fact& fact = *story.FactOf("Decided");
  EXPECT_EQ(fact["explanation"]["rule"], "routing:r1");
  EXPECT_EQ(fact["explanation"]["basis"], "第5条");
  EXPECT_EQ(fact["explanation"]["inputs"]["kind"], "lamp");
}

// The record keeps the names; the sentence that people read has their words.
TEST(Decide, ExplainsInTheWordsOfTheForm) {
  Story story(R"(return workflow "w" { labels = { light = "换灯" },
    form = { choice "kind" { label = "设施", options = { { value = "lamp", label = "路灯" }, "road" } }, money "cost" { label = "造价" }, bool "dark" { label = "全黑" } },
    steps = { decide "d" { title = "分派", table = "routing", on = { light = "e" } }, finish "e" {} } })",
              {{"routing.csv", "F,kind,cost,dark,outcome\nkind,in,in,in,out\ntype,text,money,bool,text\nr1,-,-,-,light\n"}});
  ASSERT_EQ(story.Start({{"kind", "lamp"}, {"cost", 12050}, {"dark", true}}), "") << story.status;
  const auto& explanation = story.FactOf("Decided")->at("explanation");
  EXPECT_THAT(explanation["zh"].get<std::string>(),
              testing::HasSubstr("“分派”按决策表“routing”第 r1 条（造价 = 120.50元, 全黑 = 是, 设施 = 路灯）得出 换灯"));
  EXPECT_THAT(explanation["en"].get<std::string>(), testing::HasSubstr("(cost = 12050, dark = true, kind = lamp) gives light"));
  EXPECT_EQ(explanation["inputs"]["kind"], "lamp");
}

// 积分、补贴: the table works something out, and a later rule decides by it.
TEST(Decide, TableThatSumsUpLeadsOnAndIsReadLater) {
  const std::string script = R"(return workflow "w" { form = { choice "has" { options = { "elder", "disabled", "none" }, many = true } }, steps = {
    decide "points" { title = "积分", table = "points", next = "enough" },
    decide "enough" { branches = { { when = function(form, case) return case.decisions.points >= 50 end, to = "a" }, { to = "b" } } },
    task "a" { by = role "x", on = { done = "e" } },
    task "b" { by = role "x", on = { done = "e" } },
    finish "e" {} } })";
  const std::map<std::string, std::string> files = {
      {"points.csv", "C+,has,points,basis\nkind,in,out,note\ntype,text,integer,text\nr1,elder,30,第1条\nr2,disabled,25,第2条\n"}};
  Story both(script, files);
  ASSERT_EQ(both.Start({{"has", {"elder", "disabled"}}}), "") << both.status;
  EXPECT_THAT(both.Open(), ElementsAre("a"));
  EXPECT_THAT(both.FactOf("Decided")->at("explanation")["zh"].get<std::string>(),
              testing::HasSubstr("“积分”按决策表“points”第 r1, r2 条（has = elder、disabled）得出 55"));
  Story none(script, files);
  ASSERT_EQ(none.Start({{"has", {"none"}}}), "") << none.status;
  EXPECT_THAT(none.Open(), ElementsAre("b"));
  EXPECT_THAT(none.FactOf("Decided")->at("explanation")["en"].get<std::string>(), testing::HasSubstr("no row (has = [\"none\"]) gives 0"));
}

TEST(Select, TableThatListsTakesEveryWayAndSaysWhich) {
  Story story(R"(return workflow "w" { form = { choice "has" { options = { "elder", "disabled" }, many = true } }, steps = {
    select "ways" { title = "部门", table = "ways", join = "j", on = { care = "a", repair = "b" } },
    task "a" { by = role "x", on = { done = "j" } },
    task "b" { by = role "x", on = { done = "j" } },
    join "j" { wait_for = "synchronising", next = "e" },
    finish "e" {} } })",
              {{"ways.csv", "C,has,outcome\nkind,in,out\ntype,text,text\nr1,elder,care\nr2,disabled,repair\n"}});
  ASSERT_EQ(story.Start({{"has", {"elder", "disabled"}}}), "") << story.status;
  EXPECT_THAT(story.Open(), UnorderedElementsAre("a", "b"));
  EXPECT_THAT(story.FactOf("Decided")->at("explanation")["zh"].get<std::string>(), testing::HasSubstr("得出 care; repair"));
}

// A rule may hand a value to the table under another name; the record still does not show it.
TEST(Decide, SensitiveInputsStayOutOfTheRecordWhateverTheyAreCalled) {
  Story story(R"(return workflow "w" { form = { money "income" { sensitive = true }, integer "heads" {} }, steps = {
    decide "d" { table = "t", inputs = function(form) return { earns = form.income, heads = form.heads } end, on = { low = "e", high = "e" } },
    finish "e" {} } })",
              {{"t.csv", "U,earns,heads,outcome\nkind,in,in,out\ntype,money,integer,text\n1,<1000,-,low\n2,>=1000,-,high\n"}});
  ASSERT_EQ(story.Start({{"income", 123456}, {"heads", 3}}), "") << story.status;
  const auto& explanation = story.FactOf("Decided")->at("explanation");
  EXPECT_EQ(explanation["inputs"]["earns"], "***");
  EXPECT_EQ(explanation["inputs"]["heads"], 3);
  EXPECT_EQ(explanation.dump().find("123456"), std::string::npos);
}

TEST(Loop, ReturnsToAnEarlierStepByOutcome) {
  Story story(R"(return workflow "w" { steps = {
    task "a" { by = role "x", on = { done = "b" } },
    task "b" { by = role "x", on = { again = "a", done = "e" } },
    finish "e" {} } })");
  story.Start();
  for (int i = 0; i < 3; ++i) {
    story.Complete("a", "done");
    story.Complete("b", "again");
  }
  EXPECT_THAT(story.Open(), ElementsAre("a"));
}

TEST(Loop, AutomaticStepsThatNeverRestAreRefused) {
  Story story(R"(return workflow "w" { steps = {
    task "a" { by = role "x", on = { done = "d" } },
    decide "d" { branches = { { when = function(f, c) return c.unit == "u1" end, to = "n" }, { to = "e" } } },
    effect "n" { message = { text = "x" }, next = "d" },
    finish "e" {} } })");
  story.Start();
  EXPECT_EQ(story.Complete("a", "done"), "AUTOMATIC_LOOP");
  EXPECT_THAT(story.Open(), ElementsAre("a"));
}

TEST(Stuck, ACommandThatWouldLeaveOnlyAWaitingJoinIsRefused) {
  Story story(R"(return workflow "w" { form = { bool "c" {} }, steps = {
    select "s" { branches = { { when = function(f) return f.c end, to = "c" }, { to = "b" } } },
    task "b" { by = role "x", on = { done = "j", leave = "e" } },
    task "c" { by = role "x", on = { done = "j" } },
    join "j" { groups = { { "b" }, { "c" } }, next = "e" },
    finish "e" {} } })");
  ASSERT_EQ(story.Start({{"c", false}}), "") << story.status;
  EXPECT_EQ(story.Complete("b", "done"), "PROCESS_STUCK");
  EXPECT_THAT(story.Open(), ElementsAre("b"));
  EXPECT_EQ(story.Complete("b", "leave"), "");
}

TEST(Cancels, NamedStepsAreWithdrawn) {
  Story story(R"(return workflow "w" { steps = {
    fork "f" { to = { "b", "c" } },
    task "b" { by = role "x", on = { done = "z" }, cancels = { "c" } },
    task "c" { by = role "x", on = { done = "z" } },
    task "z" { by = role "x", on = { done = "e" } },
    finish "e" {} } })");
  story.Start();
  story.Complete("b", "done");
  EXPECT_THAT(story.Open(), ElementsAre("z"));
}

}  // namespace
}  // namespace lianban::workflow

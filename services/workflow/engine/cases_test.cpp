// The case as a whole: waits, children, ends, returns, forms.

#include "gmock/gmock.h"
#include "services/workflow/engine/story_for_test.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST(Wait, ForAMessageWithSeveralAnswers) {
  Story story(R"(return workflow "w" { steps = {
    wait "court" { message = "ruling", on = { upheld = "a", dismissed = "b" } },
    finish "a" { result = "a" }, finish "b" { result = "b" } } })");
  story.Start();
  EXPECT_EQ(story.Message("other"), "MESSAGE_NOT_AWAITED");
  EXPECT_EQ(story.Message("ruling"), "OUTCOME_UNKNOWN");
  ASSERT_EQ(story.Message("ruling", "dismissed", {{"number", "〔2026〕1号"}}), "");
  EXPECT_EQ(story.state.result, "b");
  EXPECT_EQ(story.state.vars["messages"]["court"]["number"], "〔2026〕1号");
}

TEST(Wait, UntilADateGivenByARule) {
  Story story(R"(return workflow "w" { form = { date "day" {} }, steps = {
    wait "w" { till = function(f) return f.day end, on = { reached = "e" } }, finish "e" {} } })");
  ASSERT_EQ(story.Start({{"day", "2026年3月9日"}}), "") << story.status;
  EXPECT_EQ(story.state.form["day"], "2026-03-09");
  story.Wait(At("2026-03-08 23:59"));
  EXPECT_EQ(story.state.status, CaseStatus::kRunning);
  story.Wait(At("2026-03-09 00:00"));
  EXPECT_EQ(story.state.status, CaseStatus::kFinished);
}

TEST(Wait, UntilAConditionHoldsAfterAnyCommand) {
  Story story(R"(return workflow "w" { form = { integer "n" {} }, steps = {
    fork "f" { to = { "w", "t" }, join = "j" },
    wait "w" { till = function(f, case) return case.outcomes.t == "done" end, on = { reached = "j" } },
    task "t" { by = role "x", on = { done = "j" } },
    join "j" { next = "e" }, finish "e" { result = "both" } } })");
  ASSERT_EQ(story.Start(), "") << story.status;
  EXPECT_THAT(story.Open(), UnorderedElementsAre("w", "t"));
  ASSERT_EQ(story.Complete("t", "done"), "") << story.status;
  EXPECT_EQ(story.state.result, "both");
}

TEST(Wait, PeriodAlone) {
  Story story(R"(return workflow "w" { steps = {
    wait "publicity" { within = workdays(5), message = "objection", on = { timeout = "sign", objection = "stop" } },
    finish "sign" { result = "sign" }, finish "stop" {} } })");
  story.now = At("2026-04-29 09:00");  // PS-09
  story.Start();
  story.Wait(At("2026-05-09 23:59"));
  EXPECT_EQ(story.state.status, CaseStatus::kRunning);
  story.Wait(At("2026-05-10 00:00"));
  EXPECT_EQ(story.state.result, "sign");
}

constexpr char kParent[] = R"(return workflow "parent" { form = { list "matters" {} }, steps = {
    call "children" { each = function(f) return f.matters end, process = function(f, c, item) return item.process end,
      form = function(f, c, item) return { title = item.title } end, WAIT on = { done = "closed" } },
    task "closed" { by = role "x", on = { done = "e" } }, finish "e" {} } })";

std::string Parent(std::string_view wait) {
  std::string source = kParent;
  source.replace(source.find("WAIT"), 4, wait);
  return source;
}

const json kMatters = {
    {"matters",
     {{{"process", "aid"}, {"title", "甲"}}, {{"process", "mediation"}, {"unit", "u2"}}, {{"process", "petition"}}}}};

TEST(Call, StartsOneChildPerItemAndWaitsForAll) {
  Story story(Parent(""));
  ASSERT_EQ(story.Start(kMatters), "") << story.status;
  ASSERT_EQ(story.last.effects.size(), 3u);
  const Effect& first = story.last.effects[0];
  EXPECT_EQ(first.kind, "start_case");
  EXPECT_EQ(first.payload["process"], "aid");
  EXPECT_EQ(first.payload["form"]["title"], "甲");
  EXPECT_EQ(first.payload["parent"]["no"], first.no);
  EXPECT_EQ(story.last.effects[1].payload["unit"], "u2");
  std::vector<int64_t> children;
  for (const Effect& effect : story.last.effects) children.push_back(effect.no);
  ASSERT_EQ(story.ChildEnds(children[1], "agreed"), "");
  EXPECT_EQ(story.ChildEnds(children[1], "agreed"), "CHILD_ENDED_BEFORE");
  EXPECT_EQ(story.ChildEnds(77, "agreed"), "CHILD_UNKNOWN");
  story.ChildEnds(children[0], "granted");
  EXPECT_THAT(story.Open(), ElementsAre("children"));
  story.ChildEnds(children[2], "supported");
  EXPECT_THAT(story.Open(), ElementsAre("closed"));
}

TEST(Call, SaysWhyTheseCasesAndWhyThere) {
  Story story(Parent(""));
  story.environment->directory.duties["lamp"] = {{"", "u0"}, {"330602", "u2"}};
  const json matters = {{"matters", {{{"process", "aid"}, {"duty", "lamp"}}, {{"process", "mediation"}}}}};
  ASSERT_EQ(story.Start(matters), "") << story.status;
  std::vector<json> why;
  for (const Fact& fact : story.last.facts) {
    if (fact.contains("explanation")) why.push_back(fact["explanation"]);
  }
  ASSERT_EQ(why.size(), 4u);
  EXPECT_EQ(why[0]["inputs"], (json{{"matters", {{"count", 2}}}}));
  EXPECT_THAT(why[0]["en"].get<std::string>(), testing::HasSubstr("(matters = 2 items) makes 2 cases of it"));
  EXPECT_EQ(why[1]["inputs"], (json{{"item.process", "aid"}}));
  EXPECT_THAT(why[1]["zh"].get<std::string>(), testing::HasSubstr("（本项的 process = aid）发起 aid"));
  EXPECT_THAT(why[2]["en"].get<std::string>(), testing::StartsWith("children: by the list of duties lamp in 330602001 lies with u2"));
  EXPECT_EQ(why[3]["inputs"], (json{{"item.process", "mediation"}}));
}

TEST(Call, AnyGoesOnWithTheFirst) {
  Story story(Parent("wait = \"any\","));
  story.Start(kMatters);
  int64_t first = story.last.effects[0].no, second = story.last.effects[1].no;
  story.ChildEnds(second, "agreed");
  EXPECT_THAT(story.Open(), ElementsAre("closed"));
  EXPECT_EQ(story.ChildEnds(first, "granted"), "");  // noted, nothing moves
  EXPECT_THAT(story.Open(), ElementsAre("closed"));
}

TEST(Call, NoneAndNoChildrenGoOnAtOnce) {
  Story none(Parent("wait = \"none\","));
  none.Start(kMatters);
  EXPECT_THAT(none.Open(), ElementsAre("closed"));
  Story empty(Parent(""));
  ASSERT_EQ(empty.Start(), "");
  EXPECT_THAT(empty.Open(), ElementsAre("closed"));
}

TEST(Call, AChildThatEndsDuringASuspensionCountsWhenTheCaseIsResumed) {
  Story story(Parent("wait = 1,"));
  story.Start(kMatters);
  int64_t first = story.last.effects[0].no;
  story.Act(CommandKind::kSuspend);
  ASSERT_EQ(story.ChildEnds(first, "granted"), "");
  EXPECT_THAT(story.Open(), ElementsAre("children"));
  ASSERT_EQ(story.Act(CommandKind::kResume), "");
  EXPECT_THAT(story.Open(), ElementsAre("closed"));
}

TEST(Child, TellsItsParentHowItEnded) {
  Story story(
      R"(return workflow "child" { steps = { task "a" { by = role "x", on = { done = "e" } }, finish "e" { result = "agreed" } } })");
  Command command;
  command.kind = CommandKind::kStart;
  command.actor.kind = ActorClass::kService;
  command.data = {{"unit", "u1"}, {"parent", {{"no", 5}, {"case", "parent-1"}}}};
  ASSERT_EQ(story.Do(command), "");
  story.Complete("a", "done");
  ASSERT_EQ(story.last.effects.size(), 1u);
  EXPECT_EQ(story.last.effects[0].kind, "tell_parent");
  EXPECT_EQ(story.last.effects[0].payload["parent"]["case"], "parent-1");
  EXPECT_EQ(story.last.effects[0].payload["result"], "agreed");
}

constexpr char kLong[] = R"(return workflow "w" { clock = { statutory = days(9) }, steps = {
    task "a" { by = role "x", on = { done = "f" } },
    fork "f" { to = { "b", "c" }, join = "j" },
    task "b" { by = role "x", on = { done = "b2" } },
    task "b2" { by = role "x", on = { done = "j" } },
    task "c" { by = role "x", on = { done = "j" } },
    join "j" { next = "z" },
    task "z" { by = role "x", on = { done = "e" } },
    finish "e" {} } })";

Command Return(const Story& story, const std::string& from, const std::string& to) {
  Command command = story.OnTask(CommandKind::kReturn, from);
  command.target = to;
  command.reason = "材料有误";
  return command;
}

TEST(Return, InsideABranchOnlyThatBranchGoesBack) {
  Story story(kLong);
  story.Start();
  story.Complete("a", "done");
  story.Complete("b", "done");
  ASSERT_EQ(story.Do(Return(story, "b2", "b")), "");
  EXPECT_THAT(story.Open(), UnorderedElementsAre("c", "b"));
}

TEST(Return, OutOfAForkTakesEveryBranchBack) {
  Story story(kLong);
  story.Start();
  story.Complete("a", "done");
  story.Complete("c", "done");  // waits at the join
  ASSERT_EQ(story.Do(Return(story, "b", "a")), "");
  EXPECT_THAT(story.Open(), ElementsAre("a"));
  EXPECT_THAT(story.state.tokens, IsEmpty());
  story.Complete("a", "done");
  EXPECT_THAT(story.Open(), UnorderedElementsAre("b", "c"));
}

TEST(Return, OnlyToAHumanStepThatWasDone) {
  Story story(kLong);
  story.Start();
  story.Complete("a", "done");
  EXPECT_EQ(story.Do(Return(story, "b", "z")), "RETURN_TARGET");
  EXPECT_EQ(story.Do(Return(story, "b", "f")), "RETURN_TARGET");
  EXPECT_EQ(story.Do(Return(story, "b", "nowhere")), "RETURN_TARGET");
}

// The fault of other engines: a return inside a countersign that leaves the others signing.
TEST(Return, InsideACountersignWithdrawsTheOtherSignatures) {
  Story story(R"(return workflow "w" { steps = {
    task "draft" { by = role "x", on = { done = "sign" } },
    task "sign" { by = role "x", each = { { role = "a" }, { role = "b" }, { role = "c" } }, on = { agree = "e", refuse = "e" } },
    finish "e" {} } })");
  story.Start();
  story.Complete("draft", "done");
  story.Complete("sign", "agree");
  ASSERT_EQ(story.Do(Return(story, "sign", "draft")), "");
  EXPECT_THAT(story.Open(), ElementsAre("draft"));
  EXPECT_EQ(story.last.closed.size(), 2u);
  story.Complete("draft", "done");
  EXPECT_EQ(story.state.activations[0].tasks.size(), 3u);  // everybody signs the new draft
  EXPECT_THAT(story.state.activations[0].tally, IsEmpty());
}

TEST(End, WithdrawAndTerminateCloseEverything) {
  for (CommandKind kind : {CommandKind::kWithdraw, CommandKind::kTerminate}) {
    Story story(kLong);
    story.Start();
    story.Complete("a", "done");
    ASSERT_EQ(story.Act(kind), "");
    EXPECT_THAT(story.Open(), IsEmpty());
    EXPECT_THAT(story.state.timers, IsEmpty());
    EXPECT_EQ(story.last.closed.size(), 2u);
    EXPECT_EQ(story.last.timers_cleared.size(), 2u);
    EXPECT_TRUE(story.state.finished.has_value());
  }
}

TEST(End, TerminatingNeedsAReasonAndSomebodyOfTheCase) {
  Story story(kLong);
  story.Start();
  EXPECT_EQ(story.Act(CommandKind::kTerminate, {}, ""), "REASON_REQUIRED");
  EXPECT_EQ(story.Act(CommandKind::kTerminate, {}, "因故", "u2/leader"), "NOT_YOUR_CASE");
}

TEST(End, AUnitAboveAHandlingUnitMayAct) {
  Story story(kLong);
  story.environment->directory.units["u1"] = {"u1", "", "", "street", "u5", ""};
  story.environment->directory.units["u5"] = {"u5", "", "", "district", "", ""};
  story.Start();
  EXPECT_EQ(story.Act(CommandKind::kTerminate, {}, "因故", "u5/leader"), "");
}

TEST(Release, AStateOfAnotherProcessIsRefused) {
  Story story(kLong);
  story.Start();
  story.state.activations[0].step = "dropped";
  EXPECT_EQ(story.Act(CommandKind::kTerminate), "CASE_STATE_INVALID");
}

TEST(Note, CopyAndUrgeMoveNothing) {
  Story story(kLong);
  story.Start();
  ASSERT_EQ(story.Act(CommandKind::kCopy, {{"desk", "u3/leader"}}), "");
  EXPECT_EQ(story.last.effects[0].payload["desk"], "u3/leader");
  ASSERT_EQ(story.Act(CommandKind::kUrge), "");
  EXPECT_EQ(story.last.effects[0].payload["desk"], "u1/x");
  EXPECT_THAT(story.Open(), ElementsAre("a"));
}

constexpr char kForm[] = R"(return workflow "w" {
  form = {
    choice "matter" { options = { "wages", { value = "injury", label = "工伤" } }, required = true },
    money "income" { required = function(f) return f.matter == "wages" end, shown = function(f) return f.matter == "wages" end },
    citizen_id "id" {}, phone "phone" {}, date "born" {}, bool "ok" {}, number "x" { min = 0, max = 10 },
    list "people" { of = { text "name" { required = true }, phone "phone" {} }, max = 2 },
  },
  materials = { material "identity" {}, material "proof" { required = function(f) return f.matter == "wages" end, may_follow = true } },
  steps = { task "a" { by = role "x", edits = { "phone" }, on = { done = "e" } }, finish "e" {} } })";

std::string Violation(const Story& story, const std::string& field) {
  for (const auto& violation : DetailOf(story.status).value_or(ErrorDetail{}).violations) {
    if (violation.field == field) return violation.reason;
  }
  return "";
}

TEST(Form, AllComplaintsComeAtOnce) {
  Story story(kForm);
  EXPECT_EQ(story.Start(
                {{"matter", "other"}, {"id", "330102199003070018"}, {"phone", "12800000001"}, {"x", 11}, {"hack", 1}}),
            "FORM_INVALID");
  EXPECT_EQ(Violation(story, "matter"), "FIELD_OPTION");
  EXPECT_EQ(Violation(story, "id"), "CITIZEN_ID_CHECKSUM");
  EXPECT_EQ(Violation(story, "phone"), "PHONE_INVALID");
  EXPECT_EQ(Violation(story, "x"), "FIELD_TOO_LARGE");
  EXPECT_EQ(Violation(story, "hack"), "FIELD_UNKNOWN");
}

TEST(Form, RulesSayWhatIsRequired) {
  Story story(kForm);
  EXPECT_EQ(story.Start(), "FORM_INVALID");
  EXPECT_EQ(Violation(story, "matter"), "FIELD_REQUIRED");
  EXPECT_EQ(story.Start({{"matter", "wages"}}), "FORM_INVALID");
  EXPECT_EQ(Violation(story, "income"), "FIELD_REQUIRED");
  EXPECT_EQ(story.Start({{"matter", "wages"}, {"income", 286000}}), "");
}

TEST(Form, HiddenFieldsAreNotStored) {
  Story story(kForm);
  ASSERT_EQ(story.Start({{"matter", "injury"}, {"income", 5}}), "");
  EXPECT_FALSE(story.state.form.contains("income"));
}

TEST(Form, ValuesAreKeptInOneForm) {
  Story story(kForm);
  ASSERT_EQ(story.Start({{"matter", "injury"},
                         {"phone", "+86 199-0000-0002"},
                         {"born", "1990/3/7"},
                         {"people", {{{"name", "甲"}, {"phone", "13800000001"}}}}}),
            "")
      << story.status;
  EXPECT_EQ(story.state.form["phone"], "19900000002");
  EXPECT_EQ(story.state.form["born"], "1990-03-07");
  EXPECT_EQ(story.Start({{"matter", "injury"}, {"people", {{{"phone", "13800000001"}}}}}), "FORM_INVALID");
  EXPECT_EQ(Violation(story, "people"), "FIELD_REQUIRED");
}

TEST(Form, TooLargeIsRefusedBeforeAnythingElse) {
  Story story(kForm);
  EXPECT_EQ(story.Start({{"matter", std::string(200'000, 'x')}}), "FORM_TOO_LARGE");
}

TEST(Materials, MissingOnesAreNotedForTheOneNotice) {
  Story story(kForm);
  ASSERT_EQ(story.Start({{"matter", "wages"}, {"income", 1}}, {{"proof", "follows"}}), "");
  EXPECT_EQ(story.state.vars["missing"], json({"identity"}));
  EXPECT_EQ(story.Start({{"matter", "wages"}, {"income", 1}}, {{"identity", "follows"}}), "FORM_INVALID");
  EXPECT_EQ(Violation(story, "materials.identity"), "MATERIAL_CANNOT_FOLLOW");
  Command command = story.OnTask(CommandKind::kCompleteTask, "a");
  command.outcome = "done";
  command.args["materials"] = {{"identity", "original"}};
  ASSERT_EQ(story.Do(command), "");
  EXPECT_TRUE(story.last.materials_changed);
  EXPECT_FALSE(story.state.vars.contains("missing"));
}

TEST(EditForm, OnlyWhatAnOpenStepOfMineMayWrite) {
  Story story(kForm);
  story.Start({{"matter", "injury"}});
  Command command = story.OnTask(CommandKind::kEditForm, "a");
  command.reason = "号码写错";
  command.data = {{"phone", "13800000001"}};
  ASSERT_EQ(story.Do(command), "");
  EXPECT_EQ(story.state.form["phone"], "13800000001");
  command.data = {{"matter", "wages"}};
  EXPECT_EQ(story.Do(command), "FORM_INVALID");
}

TEST(EditForm, AFieldIsJudgedBesideTheOthersByTheStepThatMayWriteIt) {
  Story story(R"(return workflow "w" {
    form = { bool "serious" {}, text "lawyer" {}, integer "years" { label = "年限", valid = function(f)
      if f.serious == true and f.lawyer ~= nil and (f.years or 0) < 3 then return "须执业三年以上" end return true end } },
    steps = { task "accept" { by = role "x", edits = { "serious" }, on = { done = "assign" } },
      task "assign" { by = role "x", edits = { "lawyer", "years" }, needs = { "lawyer" }, on = { done = "e" } }, finish "e" {} } })");
  EXPECT_EQ(story.Start({{"serious", true}, {"lawyer", "甲"}}), "FORM_INVALID");
  EXPECT_EQ(Violation(story, "years"), "FIELD_RULE");
  ASSERT_EQ(story.Start({{"serious", false}}), "") << story.status;
  ASSERT_EQ(story.Complete("accept", "done", "", {{"serious", true}}), "") << story.status;
  EXPECT_EQ(story.Complete("assign", "done", "", {{"lawyer", "甲"}, {"years", 2}}), "FORM_INVALID");
  EXPECT_EQ(story.Complete("assign", "done", "", {{"lawyer", "甲"}}), "FORM_INVALID");
  EXPECT_EQ(DetailOf(story.status)->violations[0].metadata.at("detail"), "须执业三年以上");
  EXPECT_EQ(story.Complete("assign", "done", "", {{"lawyer", "甲"}, {"years", 3}}), "") << story.status;
}

TEST(EditForm, WhatIsRequiredMayBeChangedButNotTakenAway) {
  Story story(R"(return workflow "w" {
    form = { list "signers" { of = "text", required = true }, text "why" { required = function(f) return #f.signers > 1 end }, text "note" {} },
    steps = { task "a" { by = role "x", edits = { "signers", "why", "note" }, on = { done = "e" } }, finish "e" {} } })");
  ASSERT_EQ(story.Start({{"signers", {"甲", "乙"}}, {"why", "共同办理"}, {"note", "急"}}), "") << story.status;
  Command command = story.OnTask(CommandKind::kEditForm, "a");
  command.reason = "更正";
  for (const json& nothing : {json::array(), json::object(), json()}) {
    command.data = {{"signers", nothing}};
    EXPECT_EQ(story.Do(command), "FORM_INVALID") << nothing;
    EXPECT_EQ(Violation(story, "signers"), "FIELD_REQUIRED") << nothing;
  }
  command.data = {{"why", ""}};
  EXPECT_EQ(story.Do(command), "FORM_INVALID");
  EXPECT_EQ(Violation(story, "why"), "FIELD_REQUIRED");
  command.data = {{"signers", {"甲"}}, {"why", nullptr}, {"note", nullptr}};
  EXPECT_EQ(story.Do(command), "") << story.status;
  EXPECT_EQ(story.state.form["signers"], json({"甲"}));
}

TEST(Json, StateAndCommandSurviveTheRoundTrip) {
  Story story(kLong);
  story.Start();
  story.Complete("a", "done");
  story.Complete("c", "done");
  auto back = CaseStateFromJson(ToJson(story.state));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(ToJson(*back), ToJson(story.state));
  Command command = Return(story, "b", "a");
  command.args = {{"x", 1}};
  auto again = CommandFromJson(ToJson(command));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(ToJson(*again), ToJson(command));
  EXPECT_EQ(ReasonOf(CaseStateFromJson(json{{"status", "odd"}}).status()), "CASE_STATE_INVALID");
}

TEST(Areas, NearestWinsAndZerosDoNotMatter) {
  EXPECT_EQ(ParentArea("330602001001"), "330602001");
  EXPECT_EQ(ParentArea("33"), "");
  Parameters parameters;
  parameters.values["k"] = {{"330600", 1}, {"330602", 2}, {"", 0}};
  EXPECT_EQ(*parameters.Find("k", "330602001"), 2);
  EXPECT_EQ(*parameters.Find("k", "330603001"), 1);
  EXPECT_EQ(*parameters.Find("k", "3301"), 0);
  EXPECT_EQ(parameters.Find("other", "33"), nullptr);
}

}  // namespace
}  // namespace lianban::workflow

// Human steps: who may act, what needs a reason, several handlers.

#include "gmock/gmock.h"
#include "services/workflow/engine/story_for_test.h"

namespace lianban::workflow {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kReview[] = R"(return workflow "w" {
  form = { integer "n" {}, text "note" { max = 5 }, text "secret" { sensitive = true } },
  steps = {
    task "examine" { title = "审查", by = role "reviewer", adverse = { "refuse" }, edits = { "note" },
      propose = function(f) if f.n and f.n > 5 then return "grant" end return nil end,
      on = { grant = "b", refuse = "c", ask = "b", timeout = "t" }, within = days(3) },
    finish "b" { result = "granted" },
    finish "c" { result = "refused" },
    finish "t" { result = "timed_out" } } })";

TEST(Task, OnlyWhoseDeskItLiesOnMayComplete) {
  Story story(kReview);
  story.Start();
  Command command = story.OnTask(CommandKind::kCompleteTask, "examine");
  command.outcome = "grant";
  command.actor.desks = {"u2/reviewer", "u1/window"};
  EXPECT_EQ(story.Do(command), "NOT_YOUR_TASK");
  command.actor.desks = {"u1/reviewer"};
  EXPECT_EQ(story.Do(command), "");
}

TEST(Task, TheSystemNeverCompletesAHumanTask) {
  Story story(kReview);
  story.Start();
  for (ActorClass kind : {ActorClass::kSystem, ActorClass::kService}) {
    Command command = story.OnTask(CommandKind::kCompleteTask, "examine");
    command.outcome = "grant";
    command.actor.kind = kind;
    EXPECT_EQ(story.Do(command), "HUMAN_REQUIRED");
  }
}

TEST(Task, ClaimedByAnotherSaysByWhom) {
  Story story(kReview);
  story.Start();
  Command claim = story.OnTask(CommandKind::kClaim, "examine");
  claim.actor.user = "zhang";
  ASSERT_EQ(story.Do(claim), "");
  EXPECT_EQ(story.last.opened[0].assignee, "zhang");
  Command other = story.OnTask(CommandKind::kCompleteTask, "examine");
  other.actor.user = "li";
  other.outcome = "grant";
  EXPECT_EQ(story.Do(other), "TASK_CLAIMED");
  EXPECT_EQ(DetailOf(story.status)->metadata.at("by"), "zhang");
  Command release = story.OnTask(CommandKind::kRelease, "examine");
  release.actor.user = "li";
  EXPECT_EQ(story.Do(release), "TASK_CLAIMED");
  release.actor.user = "zhang";
  EXPECT_EQ(story.Do(release), "");
  EXPECT_EQ(story.Do(other), "");
}

TEST(Task, AnAnsweredTaskIsNotOpen) {
  Story story(kReview);
  story.Start();
  Command twice = story.OnTask(CommandKind::kCompleteTask, "examine");
  twice.task = 99;
  twice.outcome = "grant";
  EXPECT_EQ(story.Do(twice), "TASK_NOT_OPEN");
}

TEST(Task, UnknownOutcomeNamesTheKnownOnes) {
  Story story(kReview);
  story.Start();
  EXPECT_EQ(story.Complete("examine", "maybe"), "OUTCOME_UNKNOWN");
  EXPECT_EQ(DetailOf(story.status)->metadata.at("allowed"), "grant, refuse, ask");
}

TEST(Task, NobodyCanChooseTimeout) {
  Story story(kReview);
  story.Start();
  EXPECT_EQ(story.Complete("examine", "timeout", "because"), "OUTCOME_UNKNOWN");
}

TEST(Task, AdverseOutcomeNeedsAReason) {
  Story story(kReview);
  story.Start();
  EXPECT_EQ(story.Complete("examine", "refuse"), "REASON_REQUIRED");
  EXPECT_EQ(story.Complete("examine", "refuse", "  \n"), "REASON_REQUIRED");
  EXPECT_EQ(story.Complete("examine", "refuse", "不符合条件"), "");
}

TEST(Task, OverrulingTheProposalNeedsAReason) {
  Story story(kReview);
  story.Start({{"n", 9}});
  EXPECT_EQ(story.Task("examine")->proposal["outcome"], "grant");
  EXPECT_FALSE(story.Task("examine")->proposal["explanation"]["zh"].get<std::string>().empty());
  EXPECT_EQ(story.Complete("examine", "ask"), "REASON_REQUIRED");
  EXPECT_EQ(story.Complete("examine", "grant"), "");
}

TEST(Task, WayToAnEndWithARemedyNeedsAReason) {
  Story story(R"(return workflow "w" { steps = {
    task "a" { by = role "x", on = { no = "tell", yes = "ok" } },
    effect "tell" { notice = "letter", next = "refused" },
    finish "ok" {},
    finish "refused" { remedy = "objection" } } })");
  story.Start();
  EXPECT_EQ(story.Complete("a", "no"), "REASON_REQUIRED");
  EXPECT_EQ(story.Complete("a", "no", "理由"), "");
}

TEST(Task, TimeoutIsTheSystemsActAndNobodysDecision) {
  Story story(kReview);
  story.Start();
  story.Wait(At("2026-03-07 00:00"));
  EXPECT_EQ(story.state.result, "timed_out");
  ASSERT_NE(story.FactOf("TimedOut"), nullptr);
  EXPECT_EQ((*story.FactOf("TimedOut"))["by"], "system");
  EXPECT_EQ(story.FactOf("TaskCompleted"), nullptr);
}

TEST(Task, EditsOnlyTheFieldsOfItsStep) {
  Story story(kReview);
  story.Start({{"n", 1}});
  EXPECT_EQ(story.Complete("examine", "grant", "", {{"n", 2}}), "FORM_INVALID");
  EXPECT_EQ(DetailOf(story.status)->violations[0].reason, "FIELD_NOT_EDITABLE");
  EXPECT_EQ(story.Complete("examine", "grant", "", {{"note", "六个字太长了"}}), "FORM_INVALID");
  EXPECT_EQ(DetailOf(story.status)->violations[0].reason, "FIELD_TOO_LONG");
  EXPECT_EQ(story.Complete("examine", "grant", "", {{"note", "五个字好了"}}), "");
  EXPECT_TRUE(story.last.form_changed);
  EXPECT_EQ(story.state.form["note"], "五个字好了");
  EXPECT_EQ((*story.FactOf("FormChanged"))["fields"], nlohmann::json({"note"}));
}

TEST(Task, NeedsAFieldBeforeItCanBeCompleted) {
  Story story(R"(return workflow "w" { form = { text "answer" { label = "答复" } }, steps = {
    task "a" { by = role "x", needs = { "answer" }, on = { done = "e" } }, finish "e" {} } })");
  story.Start();
  EXPECT_EQ(story.Complete("a", "done"), "FORM_INVALID");
  EXPECT_EQ(story.Complete("a", "done", "", {{"answer", "已修好"}}), "");
}

TEST(Task, NeedsForOneAnswerWhatItDoesNotForAnother) {
  Story story(R"(return workflow "w" { form = { text "why" { label = "理由" } },
    materials = { material "report" { label = "查证报告", required = false, may_follow = true } }, steps = {
    task "a" { by = role "x", needs = { refuse = { "why", "materials.report" } }, on = { grant = "e", refuse = "e" } },
    finish "e" {} } })");
  story.Start();
  EXPECT_EQ(story.Complete("a", "refuse"), "FORM_INVALID");
  EXPECT_EQ(DetailOf(story.status)->violations[0].field, "why");
  Command refuse = story.OnTask(CommandKind::kCompleteTask, "a");
  refuse.outcome = "refuse";
  refuse.data = {{"why", "收入超标"}};
  refuse.args["materials"] = {{"report", "follows"}};
  EXPECT_EQ(story.Do(refuse), "FORM_INVALID");
  EXPECT_EQ(DetailOf(story.status)->violations[0].reason, "MATERIAL_REQUIRED");
  Story other = story;
  EXPECT_EQ(other.Complete("a", "grant"), "");
  refuse.args["materials"] = {{"report", "original"}};
  EXPECT_EQ(story.Do(refuse), "");
}

TEST(Assignment, DutyListNamesTheUnitOfTheNearestArea) {
  Story story(R"(return workflow "w" { steps = {
    task "a" { by = duty "lamp", on = { done = "b" } },
    task "b" { by = duty("lamp", { role = "mediator" }), on = { done = "c" } },
    task "c" { by = role("leader", { at = "district" }), on = { done = "d" } },
    task "d" { by = unit("u9", { role = "reviewer" }), on = { done = "e" } },
    task "e" { by = starter, on = { done = "f" } },
    task "f" { by = function(form, case) return { unit = "u7", role = "x", user = "wang" } end, on = { done = "g" } },
    finish "g" {} } })");
  EXPECT_EQ(story.Start(), "DUTY_UNASSIGNED");
  auto& directory = story.environment->directory;
  directory.duties["lamp"] = {{"", "u0"}, {"330602", "u2"}, {"330603", "u3"}};
  directory.units["u1"] = {"u1", "", "330602001", "street", "u5", ""};
  directory.units["u5"] = {"u5", "", "330602", "district", "", ""};
  directory.units["u2"] = {"u2", "", "330602", "district", "", "u8"};  // abolished, u8 took over
  ASSERT_EQ(story.Start(), "");
  EXPECT_EQ(story.Task("a")->desk, "u8/handler");
  const json why = (*story.FactOf("RuleApplied"))["explanation"];
  EXPECT_EQ(why["rule"], "duty");
  EXPECT_EQ(why["inputs"], (json{{"duty", "lamp"}, {"case.area", "330602001"}}));
  EXPECT_THAT(why["en"].get<std::string>(), testing::StartsWith("a: by the list of duties lamp in 330602001 lies with u8/handler"));
  story.Complete("a", "done");
  EXPECT_EQ(story.Task("b")->desk, "u8/mediator");
  story.Complete("b", "done");
  EXPECT_EQ(story.Task("c")->desk, "u5/leader");
  story.Complete("c", "done");
  EXPECT_EQ(story.Task("d")->desk, "u9/reviewer");
  story.Complete("d", "done");
  EXPECT_EQ(story.Task("e")->assignee, "clerk");
  EXPECT_EQ(story.Task("e")->desk, "u1/window");
  story.Complete("e", "done");
  EXPECT_EQ(story.Task("f")->desk, "u7/x");
  EXPECT_EQ(story.Task("f")->assignee, "wang");
}

std::string Several(std::string_view mode) {
  return std::string(R"(return workflow "w" { steps = {
    task "sign" { by = role "x", each = { { role = "a" }, { role = "b", weight = 3 }, { role = "c" } }, )") +
         std::string(mode) + R"(, on = { agree = "yes", refuse = "no" } },
    finish "yes" { result = "yes" }, finish "no" { result = "no" } } })";
}

TEST(Several, AllMustAnswerAndTheCautiousAnswerCounts) {
  Story story(Several("mode = \"all\""));
  story.Start();
  EXPECT_EQ(story.Task("sign", 1)->desk, "u1/b");
  story.Complete("sign", "agree");
  story.Complete("sign", "refuse");
  EXPECT_THAT(story.Open(), ElementsAre("sign"));
  story.Complete("sign", "agree");
  EXPECT_EQ(story.state.result, "no");
}

TEST(Several, AnyCountsTheFirstAnswerAndWithdrawsTheRest) {
  Story story(Several("mode = \"any\""));
  story.Start();
  story.Complete("sign", "agree", "", {}, 2);
  EXPECT_EQ(story.state.result, "yes");
  EXPECT_EQ(story.last.closed.size(), 3u);
}

TEST(Several, SequenceAsksOneAfterTheOtherWhileTheyAgree) {
  Story story(Several("mode = \"sequence\""));
  story.Start();
  EXPECT_EQ(story.Task("sign")->desk, "u1/a");
  EXPECT_EQ(story.Task("sign", 1), nullptr);
  story.Complete("sign", "agree");
  EXPECT_EQ(story.Task("sign")->desk, "u1/b");
  story.Complete("sign", "refuse");
  EXPECT_EQ(story.state.result, "no");
}

TEST(Several, VoteByWeightIsSettledAsSoonAsNothingCanChangeIt) {
  Story story(Several("mode = \"vote\", vote = { pass = \"agree\", otherwise = \"refuse\", threshold = 60 }"));
  story.Start();
  story.Complete("sign", "agree", "", {}, 1);  // weight 3 of 5: 60 %
  EXPECT_EQ(story.state.result, "yes");
  story.Start();
  story.Complete("sign", "refuse", "", {}, 1);
  EXPECT_EQ(story.state.result, "no");
}

TEST(Several, NobodyAnswersTwice) {
  Story story(Several("mode = \"all\""));
  story.Start();
  Command command = story.OnTask(CommandKind::kCompleteTask, "sign");
  command.outcome = "agree";
  command.actor = {ActorClass::kPerson, "zhang", "", {"u1/a", "u1/b", "u1/c"}};
  ASSERT_EQ(story.Do(command), "");
  command.task = story.Task("sign")->no;
  EXPECT_EQ(story.Do(command), "ANSWERED_BEFORE");
}

// Random process 6793: two tasks in one hand, one answered, the other claimed for ever.
TEST(Several, NobodyHoldsTwoTasksOfAStep) {
  Story story(Several("mode = \"all\""));
  story.Start();
  const Actor zhang = {ActorClass::kPerson, "zhang", "", {"u1/a", "u1/b", "u1/c"}};
  const auto act = [&](CommandKind kind, int64_t task) {
    Command command;
    command.kind = kind;
    command.task = task;
    command.outcome = "agree";
    command.actor = zhang;
    return story.Do(command);
  };
  const int64_t first = story.Task("sign")->no, second = story.Task("sign", 1)->no;
  ASSERT_EQ(act(CommandKind::kClaim, second), "");
  EXPECT_EQ(act(CommandKind::kClaim, first), "HANDLER_TWICE");
  EXPECT_EQ(act(CommandKind::kCompleteTask, first), "HANDLER_TWICE");
  ASSERT_EQ(act(CommandKind::kCompleteTask, second), "");
  EXPECT_EQ(act(CommandKind::kClaim, first), "ANSWERED_BEFORE");
  EXPECT_EQ(act(CommandKind::kCompleteTask, first), "ANSWERED_BEFORE");
}

// Random process 2607: what was lent comes back to the desk, not to somebody with another task of the step in hand.
TEST(Several, WhatWasLentComesBackToTheDeskOfWhoeverHasAnotherInHand) {
  for (const bool recalled : {false, true}) {
    Story story(Several("mode = \"all\""));
    story.Start();
    const auto act = [&](CommandKind kind, int64_t task, const std::string& user) {
      Command command;
      command.kind = kind;
      command.task = task;
      command.outcome = "agree";
      command.reason = "出差";
      command.args = kind == CommandKind::kDelegate ? nlohmann::json{{"user", "friend"}} : nlohmann::json::object();
      command.actor = {ActorClass::kPerson, user, "", {"u1/a", "u1/b", "u1/c"}};
      return story.Do(command);
    };
    const int64_t lent = story.Task("sign")->no, other = story.Task("sign", 1)->no;
    ASSERT_EQ(act(CommandKind::kDelegate, lent, "zhang"), "");
    ASSERT_EQ(act(CommandKind::kClaim, other, "zhang"), "");
    ASSERT_EQ(recalled ? act(CommandKind::kTakeBack, lent, "zhang") : act(CommandKind::kCompleteTask, lent, "friend"), "");
    EXPECT_EQ(story.Task("sign")->assignee, "");
    EXPECT_EQ(act(CommandKind::kCompleteTask, other, "zhang"), "");
    EXPECT_EQ(act(CommandKind::kCompleteTask, lent, "li"), "");
  }
}

TEST(Several, ListThatNamesSomebodyTwiceIsRefusedAtOnce) {
  Story story(R"(return workflow "w" { steps = {
    task "a" { by = role "h", on = { done = "sign" } },
    task "sign" { by = function(form, case, item) return { unit = "u1", role = "h", user = item } end, each = { "wang", "li", "wang" }, mode = "all", on = { yes = "e" } },
    finish "e" {} } })");
  story.Start();
  EXPECT_EQ(story.Complete("a", "done"), "HANDLER_TWICE");
  EXPECT_EQ(story.Task("sign"), nullptr);
}

TEST(Delegate, TheAnswerComesBackAsAdviceAndTheOwnerDecides) {
  Story story(kReview);
  story.Start();
  Command delegate = story.OnTask(CommandKind::kDelegate, "examine");
  delegate.actor.user = "owner";
  delegate.args = {{"user", "friend"}};
  ASSERT_EQ(story.Do(delegate), "");
  EXPECT_EQ(story.Task("examine")->assignee, "friend");
  ASSERT_EQ(story.Complete("examine", "refuse", "我看不行"), "");
  EXPECT_THAT(story.Open(), ElementsAre("examine"));
  EXPECT_EQ(story.Task("examine")->assignee, "owner");
  ASSERT_EQ(story.Complete("examine", "grant"), "");
  EXPECT_EQ(story.state.result, "granted");
}

TEST(Transfer, GoesToAnotherDeskWithAReason) {
  Story story(kReview);
  story.Start();
  Command transfer = story.OnTask(CommandKind::kTransfer, "examine");
  transfer.args = {{"desk", "u2/reviewer"}};
  EXPECT_EQ(story.Do(transfer), "REASON_REQUIRED");
  transfer.reason = "不属本单位";
  ASSERT_EQ(story.Do(transfer), "");
  EXPECT_EQ(story.last.opened[0].desk, "u2/reviewer");
  transfer.args = {{"desk", "nonsense"}};
  transfer.actor.desks = {"u2/reviewer"};
  EXPECT_EQ(story.Do(transfer), "DESK_UNKNOWN");
}

TEST(Finished, TakesNoMoreCommands) {
  Story story(kReview);
  story.Start();
  story.Complete("examine", "grant");
  EXPECT_EQ(story.Act(CommandKind::kTerminate), "CASE_FINISHED");
  EXPECT_EQ(story.Act(CommandKind::kSuspend), "CASE_FINISHED");
}

}  // namespace
}  // namespace lianban::workflow

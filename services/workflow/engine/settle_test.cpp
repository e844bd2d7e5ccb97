// Cases of cases: children that come while a call is open, wait for their parent, and are settled together.

#include "gmock/gmock.h"
#include "services/workflow/engine/story_for_test.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::ElementsAre;

constexpr char kCall[] = R"(return workflow "contest" { form = { datetime "deadline" {} }, steps = {
    call "entries" { process = "entry", invite = "entry", open = function(f) return f.deadline end, wait = "arrived",
      on = { done = "rank" } },
    effect "rank" { of = "entries", gives = { "first", "other" }, next = "awarded",
      settle = function(form, case, children)
        local best, results = nil, {}
        for _, child in ipairs(children) do
          if not best or child.report.score > best.report.score then best = child end
        end
        for i, child in ipairs(children) do
          results[i] = { no = child.no, outcome = child == best and "first" or "other",
            rank = child == best and 1 or 2, zh = "得分 " .. child.report.score, en = "score " .. child.report.score }
        end
        return results
      end },
    task "awarded" { by = role "x", on = { done = "e", again = "rank" } }, finish "e" {} } })";

class Contest {
 public:
  Contest() : story(kCall) { EXPECT_EQ(story.Start({{"deadline", "2026-03-31 17:00"}}), "") << story.status; }

  int64_t Enter(const json& data = {{"title", "甲"}, {"form", {{"org", "甲"}}}}) {
    EXPECT_EQ(story.Message("entry", "", data), "") << story.status;
    return story.last.effects.empty() ? 0 : story.last.effects[0].no;
  }

  std::string Arrive(int64_t no, int score) {
    Command command;
    command.kind = CommandKind::kChildFinished;
    command.actor.kind = ActorClass::kSystem;
    command.target = "case-" + std::to_string(no);
    command.data = {{"no", no}, {"status", "arrived"}, {"step", "ranking"}, {"report", {{"score", score}}}};
    return story.Do(command);
  }

  std::vector<std::string> Told() const {
    std::vector<std::string> told;
    for (const Effect& effect : story.last.effects) {
      if (effect.kind == "tell_child") told.push_back(effect.payload["outcome"]);
    }
    return told;
  }

  Story story;
};

TEST(Invitation, OpensAChildForEveryMessageUntilItCloses) {
  Contest contest;
  int64_t first = contest.Enter();
  EXPECT_EQ(contest.story.last.effects[0].kind, "start_case");
  EXPECT_EQ(contest.story.last.effects[0].payload["form"]["org"], "甲");
  EXPECT_FALSE(contest.story.state.vars["children"][0]["item"].contains("form")) << "the child keeps its form";
  ASSERT_EQ(contest.Arrive(first, 80), "");
  EXPECT_THAT(contest.story.Open(), ElementsAre("entries")) << "others may still come";
  contest.Enter();
  contest.story.Wait(At("2026-03-31 17:00"));
  EXPECT_EQ(contest.story.Message("entry"), "MESSAGE_NOT_AWAITED");
  EXPECT_THAT(contest.story.Open(), ElementsAre("entries")) << "the second one is still on its way";
}

TEST(Invitation, ClosesForGoodWhenNobodyCame) {
  Contest contest;
  contest.story.Wait(At("2026-03-31 16:59"));
  EXPECT_THAT(contest.story.Open(), ElementsAre("entries"));
  contest.story.Wait(At("2026-03-31 17:00"));
  EXPECT_THAT(contest.story.Open(), ElementsAre("awarded"));
  EXPECT_TRUE(contest.Told().empty());
}

TEST(Settle, AnswersForAllChildrenAtOnceWithReasons) {
  Contest contest;
  int64_t first = contest.Enter(), second = contest.Enter(), third = contest.Enter();
  contest.Arrive(second, 91);
  contest.story.Wait(At("2026-03-31 17:00"));
  contest.Arrive(first, 80);
  ASSERT_EQ(contest.story.ChildEnds(third, "withdrawn"), "");
  EXPECT_THAT(contest.story.Open(), ElementsAre("awarded"));
  EXPECT_THAT(contest.Told(), ElementsAre("other", "first"));
  const Effect& told = contest.story.last.effects[1];
  EXPECT_EQ(told.payload["case"], "case-" + std::to_string(second));
  EXPECT_EQ(told.payload["step"], "ranking");
  EXPECT_EQ(told.payload["data"]["rank"], 1);
  EXPECT_THAT(told.payload["data"]["explanation"]["zh"].get<std::string>(), testing::StartsWith("得分 91；脚本版本"));
  EXPECT_EQ(told.payload["data"]["explanation"]["inputs"]["score"], 91);
  const Fact* fact = contest.story.FactOf("Settled");
  ASSERT_NE(fact, nullptr);
  EXPECT_THAT((*fact)["results"][1]["explanation"]["en"].get<std::string>(), testing::StartsWith("score 91; script"));
  EXPECT_EQ(contest.story.state.vars["settled"]["rank"]["results"][1]["outcome"], "first");
}

TEST(Settle, TellsOnlyWhoHasComeAgain) {
  Contest contest;
  int64_t first = contest.Enter(), second = contest.Enter();
  contest.Arrive(first, 80);
  contest.Arrive(second, 91);
  contest.story.Wait(At("2026-03-31 17:00"));
  contest.Arrive(first, 95);
  ASSERT_EQ(contest.story.Complete("awarded", "again"), "") << contest.story.status;
  EXPECT_THAT(contest.Told(), ElementsAre("first"));
}

TEST(Settle, CanBeComputedAgainFromWhatIsRecorded) {
  Contest contest;
  json reports = json::array();
  for (int score : {80, 91, 77}) {
    int64_t no = contest.Enter();
    ASSERT_EQ(contest.Arrive(no, score), "");
    const Fact& arrived = *contest.story.FactOf("ChildArrived");
    reports.push_back({{"no", arrived["no"]}, {"report", arrived["report"]}});
  }
  contest.story.Wait(At("2026-03-31 17:00"));
  const json recorded = (*contest.story.FactOf("Settled"))["results"];
  RuleBatch batch;
  batch.bundle = contest.story.model->bundle;
  batch.calls.push_back({contest.story.model->Find("rank")->settle->function,
                         json::array({contest.story.state.form, json::object(), reports})});
  std::vector<RuleBatch> batches = {batch};
  const auto again = TestHost().Evaluate(batches);
  ASSERT_TRUE(again[0][0].ok);
  ASSERT_EQ(again[0][0].value.size(), recorded.size());
  for (size_t i = 0; i < recorded.size(); ++i) {
    for (const char* key : {"no", "outcome", "rank"}) EXPECT_EQ(again[0][0].value[i][key], recorded[i][key]);
  }
}

TEST(Settle, ARuleThatForgetsAChildIsRefused) {
  Story story(R"(return workflow "w" { steps = {
    call "c" { process = "p", each = { 1, 2 }, wait = "arrived", on = { done = "s" } },
    effect "s" { of = "c", gives = { "a" }, next = "e", settle = function(f, c, children)
      return { { no = children[1].no, outcome = "a" } } end },
    finish "e" {} } })");
  ASSERT_EQ(story.Start(), "") << story.status;
  Command command;
  command.kind = CommandKind::kChildFinished;
  command.actor.kind = ActorClass::kSystem;
  std::vector<int64_t> children = {story.last.effects[0].no, story.last.effects[1].no};
  command.data = {{"no", children[0]}, {"status", "arrived"}, {"step", "w"}};
  ASSERT_EQ(story.Do(command), "");
  command.data["no"] = children[1];
  EXPECT_EQ(story.Do(command), "RULE_FAILED");
}

TEST(Settle, WhoWaitsHearsThatTheParentHasEnded) {
  Contest contest;
  int64_t first = contest.Enter(), second = contest.Enter();
  contest.Arrive(first, 80);
  ASSERT_EQ(contest.story.Act(CommandKind::kTerminate, {{"children", "keep"}}), "") << contest.story.status;
  EXPECT_THAT(contest.Told(), ElementsAre("parent_ended"));
  ASSERT_EQ(contest.Arrive(second, 70), "") << "even when it comes too late";
  EXPECT_THAT(contest.Told(), ElementsAre("parent_ended"));
}

constexpr char kEntry[] = R"(return workflow "entry" { form = { integer "score" {} }, steps = {
    task "score" { by = role "x", each = { "甲", "乙", "丙" }, collect = true, edits = { "score" }, needs = { "score" },
      on = { scored = "ranking" } },
    wait "ranking" { of = parent, report = function(f, case) return { n = #case.answers.score } end,
      on = { first = "e", other = "score", parent_ended = "e" } },
    finish "e" {} } })";

TEST(WaitForParent, ReportsAndListensToNobodyElse) {
  Story story(kEntry);
  ASSERT_EQ(story.Start(), "") << story.status;
  story.state.vars.Edit("parent") = {{"no", 4}, {"case", "contest-1"}};
  for (int score : {88, 92, 85}) ASSERT_EQ(story.Complete("score", "scored", "", {{"score", score}}), "") << story.status;
  ASSERT_EQ(story.last.effects.size(), 1u);
  EXPECT_EQ(story.last.effects[0].kind, "tell_parent");
  EXPECT_EQ(story.last.effects[0].payload,
            (json{{"parent", {{"no", 4}, {"case", "contest-1"}}}, {"status", "arrived"}, {"step", "ranking"}, {"report", {{"n", 3}}}}));
  EXPECT_EQ(story.Message("ranking", "first"), "SYSTEM_REQUIRED");
}

TEST(Collect, EveryAnswerIsKeptApart) {
  Story story(kEntry);
  ASSERT_EQ(story.Start(), "") << story.status;
  EXPECT_EQ(story.Complete("score", "scored"), "FORM_INVALID");
  for (int score : {88, 92}) ASSERT_EQ(story.Complete("score", "scored", "", {{"score", score}}), "") << story.status;
  const json& answers = story.state.vars["answers"]["score"];
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_EQ(answers[0]["item"], "甲");
  EXPECT_EQ(answers[0]["form"]["score"], 88);
  EXPECT_EQ(answers[1]["form"]["score"], 92);
  EXPECT_FALSE(story.state.form.contains("score"));
}

// `other` must not be asked about once there is a score.
std::string TwoFieldsOf(const std::string& score) {
  return R"(return workflow "entry" { form = { integer "score" { )" + score + R"( },
      text "why" { shown = function(f) return (f.score or 0) > 90 end },
      text "other" { shown = function(f) return f.score == nil or error("asked") end } }, steps = {
    task "score" { by = role "x", each = { "甲", "乙" }, collect = true, edits = { "score", "why" }, on = { scored = "e" } },
    finish "e" {} } })";
}

TEST(Collect, AsksWhatIsHiddenOfTheAnswerAlone) {
  Story story(TwoFieldsOf(""));
  ASSERT_EQ(story.Start(), "") << story.status;
  ASSERT_EQ(story.Complete("score", "scored", "", {{"score", 88}, {"why", "好"}}), "") << story.status;
  EXPECT_FALSE(story.state.vars["answers"]["score"][0]["form"].contains("why")) << "hidden";
  ASSERT_EQ(story.Complete("score", "scored", "", {{"score", 92}, {"why", "好"}}), "") << story.status;
  EXPECT_EQ(story.state.vars["answers"]["score"][1]["form"]["why"], "好");
}

TEST(Collect, AsksWhatIsHiddenOfAllWhereARuleJudgesTheForm) {
  Story story(TwoFieldsOf("valid = function(f) return f.score == nil or f.score < 100 end"));
  ASSERT_EQ(story.Start(), "") << story.status;
  EXPECT_EQ(story.Complete("score", "scored", "", {{"score", 88}}), "RULE_FAILED");
}

TEST(Wait, ForAMessageUntilAMoment) {
  Story story(R"(return workflow "w" { form = { datetime "due" {} }, steps = {
    wait "report" { of = applicant, till = function(f) return f.due end, on = { sent = "a", timeout = "b" } },
    finish "a" { result = "a" }, finish "b" { result = "b" } } })");
  story.now = At("2026-09-01 09:00");
  ASSERT_EQ(story.Start({{"due", "2026-09-15 17:00"}}), "") << story.status;
  story.Wait(At("2026-09-15 16:59"));
  EXPECT_EQ(story.state.status, CaseStatus::kRunning);
  story.Wait(At("2026-09-15 17:00"));
  EXPECT_EQ(story.state.result, "b");
}

}  // namespace
}  // namespace lianban::workflow

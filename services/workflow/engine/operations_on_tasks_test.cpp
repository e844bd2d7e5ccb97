// Operations on a task, in every context. What is said of a cell is what is checked here.

#include "gmock/gmock.h"
#include "services/workflow/engine/operation_matrix_for_test.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::IsEmpty;
using testing::Not;

// Whoever works beside is not disturbed: same tasks, same people, same children, and a parent hears nothing.
void ExpectBesideUntouched(const World& world) {
  for (int64_t no : world.beside) EXPECT_NE(world.Find(no), nullptr) << "task " << no << " is gone";
  EXPECT_EQ(world.Effects("tell_parent"), 0);
  if (world.context != Context::kParent) return;
  size_t running = 0;
  for (const json& child : world.story.state.vars["children"]) running += !child.contains("status") && !child.contains("left");
  EXPECT_EQ(running, 2u);
  for (const char* effect : {"start_case", "end_child", "urge_child", "supervise_child"}) EXPECT_EQ(world.Effects(effect), 0) << effect;
}

const RegisterOperation kClaim({"claim", "签收",
    {{{"", "归本人，他人不能再办"}, {"", "只签本分支"}, {"", "只签自己的一份"}, {"", "同左首格，不告知母事项"}, {"", "子事项照常"}}},
    [](World& world) {
      std::string refused = world.OnB(CommandKind::kClaim, json::object(), "", "p1");
      EXPECT_EQ(world.Find(world.b)->assignee, "p1");
      EXPECT_EQ(world.OnB(CommandKind::kCompleteTask, json::object(), "", "p2", "done"), "TASK_CLAIMED");
      ExpectBesideUntouched(world);
      return refused;
    }});

const RegisterOperation kRelease({"release", "退签",
    {{{"", "回到岗位，大家可办"}, {"", "只退本分支"}, {"", "只退自己的一份"}, {"", "同左首格"}, {"", "子事项照常"}}},
    [](World& world) {
      EXPECT_EQ(world.OnB(CommandKind::kRelease), "NOT_CLAIMED");
      world.OnB(CommandKind::kClaim, json::object(), "", "p1");
      std::string refused = world.OnB(CommandKind::kRelease);
      EXPECT_EQ(world.Find(world.b)->assignee, "");
      ExpectBesideUntouched(world);
      return refused;
    }});

const RegisterOperation kTransfer({"transfer", "转办",
    {{{"", "换承办人，期限不变"}, {"", "只换本分支"}, {"", "只换自己的一份；已签的人不能再接"}, {"", "同左首格"}, {"", "子事项不变"}}},
    [](World& world) {
      const absl::Time due = *world.Find(world.b)->due;
      if (world.context == Context::kSeveral) {
        EXPECT_EQ(world.Answer(world.beside[0], "p9"), "");
        EXPECT_EQ(world.OnB(CommandKind::kTransfer, {{"user", "p9"}}), "HANDLER_TWICE");
        world.beside.erase(world.beside.begin());
      }
      std::string refused = world.OnB(CommandKind::kTransfer, {{"desk", "u2/handler"}, {"user", "p2"}});
      EXPECT_EQ(world.Find(world.b)->desk, "u2/handler");
      EXPECT_EQ(*world.Find(world.b)->due, due);
      ExpectBesideUntouched(world);
      return refused;
    }});

const RegisterOperation kDelegate({"delegate", "委派",
    {{{"", "受托人的答复是意见，仍由委托人决定"}, {"", "只委派本分支"}, {"", "意见不计入会签"}, {"", "同左首格"}, {"", "子事项照常"}}},
    [](World& world) {
      std::string refused = world.OnB(CommandKind::kDelegate, {{"user", "p2"}}, "", "p1");
      const size_t open = world.story.Open().size();
      EXPECT_EQ(world.OnB(CommandKind::kCompleteTask, json::object(), "", "p2", "no"), "");
      EXPECT_EQ(world.Find(world.b)->assignee, "p1") << "back to the owner";
      EXPECT_EQ(world.story.Open().size(), open) << "advice moves nothing";
      EXPECT_THAT(world.story.Facts(), Contains("DelegateAnswered"));
      ExpectBesideUntouched(world);
      return refused;
    }});

const RegisterOperation kSubstitute({"substitute", "代理",
    {{{"", "代理人代办，两人都留名"}, {"", "只代该人的任务"}, {"", "代签算本人已签；代理人自己不能再签"}, {"", "同左首格"}, {"", "同左首格"}}},
    [](World& world) {
      world.OnB(CommandKind::kClaim, json::object(), "", "p1");
      Command command;
      command.kind = CommandKind::kCompleteTask;
      command.task = world.b;
      command.outcome = "done";
      command.actor = {ActorClass::kPerson, "p2", "", {}, {}};
      EXPECT_EQ(world.story.Do(command), "NOT_YOUR_TASK");
      command.actor.stands_for = {"p1"};
      std::string refused = world.story.Do(command);
      EXPECT_EQ((*world.story.FactOf("TaskCompleted"))["for"], "p1");
      if (world.context == Context::kSeveral) {
        EXPECT_EQ(world.Answer(world.beside[0], "p2"), "ANSWERED_BEFORE");
        EXPECT_EQ(world.Answer(world.beside[0], "p1"), "ANSWERED_BEFORE");
      }
      ExpectBesideUntouched(world);
      return refused;
    }});

const RegisterOperation kAddBefore({"add-handler before", "前加签",
    {{{"", "先听意见，意见未到不能办；意见不算决定"}, {"", "只等在本分支"}, {"", "只等自己的一份，不计入会签"}, {"", "同左首格"}, {"", "子事项照常"}}},
    [](World& world) {
      const int64_t instances = world.story.state.activations.back().instances;
      std::string refused = world.OnB(CommandKind::kAddHandler, {{"where", "before"}, {"user", "p5"}});
      const int64_t opinion = world.story.last.opened.back().no;
      EXPECT_EQ(world.Find(opinion)->before, world.b);
      EXPECT_EQ(world.OnB(CommandKind::kCompleteTask, json::object(), "", "", "done"), "TASK_HELD");
      EXPECT_EQ(world.Answer(opinion, "p5", "no"), "");
      EXPECT_EQ(world.Find(opinion), nullptr);
      EXPECT_THAT(world.story.Facts(), Not(Contains("TaskCompleted")));
      EXPECT_EQ(world.story.state.activations.back().instances, instances);
      EXPECT_EQ(world.OnB(CommandKind::kCompleteTask, json::object(), "", "", "done"), "");
      ExpectBesideUntouched(world);
      return refused;
    }});

const RegisterOperation kAddAfter({"add-handler after", "后加签",
    {{{"", "本人办后交他办，以他的为准；改判要写理由"}, {"", "只在本分支"}, {"", "这一份由他签，只计一票"}, {"", "同左首格"}, {"", "子事项照常"}}},
    [](World& world) {
      std::string refused = world.OnB(CommandKind::kAddHandler, {{"where", "after"}, {"user", "p5"}});
      EXPECT_EQ(world.OnB(CommandKind::kCompleteTask, json::object(), "", "", "done"), "");
      EXPECT_THAT(world.story.Facts(), Not(Contains("TaskCompleted")));
      EXPECT_EQ(world.story.last.opened.size(), 1u);
      const int64_t next = world.story.last.opened[0].no;
      EXPECT_EQ(world.Find(next)->proposal["outcome"], "done");
      world.b = next;
      EXPECT_EQ(world.OnB(CommandKind::kCompleteTask, json::object(), "", "p5", "no"), "");
      EXPECT_EQ((*world.story.FactOf("TaskCompleted"))["outcome"], "no");
      ExpectBesideUntouched(world);
      return refused;
    }});

const RegisterOperation kAddParallel({"add-handler parallel", "并加签",
    {{{"", "两人都要办，意见不一取较慎重的"}, {"", "只在本分支"}, {"", "多一份会签"}, {"", "同左首格"}, {"", "子事项照常"}}},
    [](World& world) {
      std::string refused = world.OnB(CommandKind::kAddHandler, {{"where", "parallel"}, {"user", "p5"}});
      const int64_t added = world.story.last.opened.back().no;
      EXPECT_EQ(world.OnB(CommandKind::kAddHandler, {{"where", "parallel"}, {"user", "p5"}}), "HANDLER_TWICE");
      EXPECT_EQ(world.OnB(CommandKind::kCompleteTask, json::object(), "", "", "done"), "");
      EXPECT_THAT(world.story.Open(), Contains("b")) << "the other one has still to answer";
      EXPECT_EQ(world.Answer(added, "p5", "no"), "");
      if (world.context != Context::kSeveral) {
        EXPECT_EQ(world.story.state.vars["outcomes"]["b"], "no");
      }
      ExpectBesideUntouched(world);
      return refused;
    }});

const RegisterOperation kRemoveHandler({"remove-handler", "减签",
    {{{"", "加的人走了，原承办人照办"}, {"", "只在本分支"}, {"", "少一份会签；余下的已签齐即有结果"}, {"", "同左首格"}, {"", "子事项照常"}}},
    [](World& world) {
      if (world.context != Context::kSeveral) {
        EXPECT_EQ(world.OnCase(CommandKind::kTerminate, json::object(), "", "u9/leader"), "NOT_YOUR_CASE");
      }
      world.OnB(CommandKind::kAddHandler, {{"where", "parallel"}, {"user", "p5"}}, "", "p1");
      Command command;
      command.kind = CommandKind::kRemoveHandler;
      command.task = world.story.last.opened.back().no;
      command.reason = "不需要";
      command.actor = {ActorClass::kPerson, "p8", "", {"u1/window"}, {}};
      EXPECT_EQ(world.story.Do(command), "REMOVE_NOT_YOURS");
      command.actor = {ActorClass::kPerson, "p1", "", {"u1/handler"}, {}};
      std::string refused = world.story.Do(command);
      EXPECT_EQ(world.Find(command.task), nullptr);
      ExpectBesideUntouched(world);
      command.task = world.b;
      command.actor = {ActorClass::kPerson, "boss", "", {"u1/leader"}, {}};
      if (world.context != Context::kSeveral) {
        EXPECT_EQ(world.story.Do(command), "REMOVE_LAST");
        EXPECT_EQ(world.OnB(CommandKind::kCompleteTask, json::object(), "", "", "done"), "");
        EXPECT_EQ(world.story.state.vars["outcomes"]["b"], "done");
      } else {
        EXPECT_EQ(world.Answer(world.beside[0], "p6"), "");
        EXPECT_EQ(world.Answer(world.beside[1], "p7"), "");
        EXPECT_EQ(world.story.Do(command), "");
        EXPECT_EQ(world.story.state.vars["outcomes"]["b"], "done") << "two of two have agreed";
        world.beside.clear();
      }
      return refused;
    }});

const RegisterOperation kReturn({"return", "退回",
    {{{"", "回到办过的环节重办"}, {"", "越过分叉时各分支一起收回；不能退进别的分支"}, {"", "整个会签作废重来，已签的不算"},
      {"", "同左首格，不告知母事项"}, {"CHILDREN_OPEN", "须写明子事项一并结束还是各自继续"}}},
    [](World& world) {
      if (world.context == Context::kSeveral) {
        EXPECT_EQ(world.Answer(world.beside[0], "p6"), "");
      }
      EXPECT_EQ(world.OnB(CommandKind::kReturn, json::object(), "c"), "RETURN_TARGET");
      std::string refused = world.OnB(CommandKind::kReturn, json::object(), "a");
      if (world.context == Context::kParent) {
        EXPECT_EQ(world.OnB(CommandKind::kReturn, {{"children", "end"}}, "a"), "");
        EXPECT_EQ(world.Effects("end_child"), 2);
      }
      EXPECT_THAT(world.story.Open(), testing::ElementsAre("a"));
      EXPECT_THAT(world.story.state.tokens, IsEmpty());
      EXPECT_EQ(world.Effects("tell_parent"), 0);
      EXPECT_EQ(world.story.Complete("a", "done"), "");
      if (world.context == Context::kSeveral) {
        EXPECT_EQ(world.story.state.activations[0].tasks.size(), 3u);
        EXPECT_THAT(world.story.state.activations[0].tally, IsEmpty());
      }
      return refused;
    }});

const RegisterOperation kTakeBack({"take-back", "撤回",
    {{{"", "后面没人动过，就回到本人"}, {"", "从汇合处取回；另一分支不动"}, {"", "撤回自己的一票"}, {"", "同左首格"}, {"", "从汇合处取回；子事项不动"}}},
    [](World& world) {
      world.OnB(CommandKind::kClaim, json::object(), "", "p1");
      EXPECT_EQ(world.OnB(CommandKind::kCompleteTask, json::object(), "", "p1", "done"), "");
      Command command;
      command.kind = CommandKind::kTakeBack;
      command.actor = {ActorClass::kPerson, "p2", "", {"u1/handler"}, {}};
      EXPECT_EQ(world.story.Do(command), "TAKE_BACK_NOT_YOURS");
      command.actor.user = "p1";
      std::string refused = world.story.Do(command);
      const TaskState* again = nullptr;
      for (const Activation& activation : world.story.state.activations) {
        for (const TaskState& task : activation.tasks) {
          if (task.step == "b" && task.assignee == "p1") again = &task;
        }
      }
      EXPECT_NE(again, nullptr);
      EXPECT_EQ(world.story.Task("c"), nullptr);
      ExpectBesideUntouched(world);
      EXPECT_EQ(world.story.Do(command), "TAKE_BACK_GONE") << "once";
      if (again) {
        EXPECT_EQ(world.Answer(again->no, "p1"), "") << "and may answer again";
      }
      world.Finish();
      return refused;
    }});

const RegisterOperation kEscalate({"escalate", "提级",
    {{{"", "到上一级单位，原岗位得通知"}, {"", "只提本分支"}, {"", "只提这一份"}, {"", "同左首格"}, {"", "子事项不变"}}},
    [](World& world) {
      world.OnB(CommandKind::kClaim, json::object(), "", "p1");
      std::string refused = world.OnB(CommandKind::kEscalate);
      EXPECT_EQ(world.Find(world.b)->desk, "d1/leader");
      EXPECT_EQ(world.Find(world.b)->assignee, "");
      EXPECT_EQ(world.Effects("message"), 1);
      EXPECT_EQ(world.OnB(CommandKind::kEscalate), "");
      EXPECT_EQ(world.OnB(CommandKind::kEscalate), "ESCALATE_TOP");
      ExpectBesideUntouched(world);
      return refused;
    }});

// One with two tasks of a step delegates one and answers the other: the first does not come back to them.
TEST(Delegated, ComesBackToTheDeskWhenItsOwnerHasAnsweredInTheMeantime) {
  Story story(R"(return workflow "w" { steps = { task "t" { by = role "h", each = { {}, {} }, mode = "all", on = { yes = "e" } },
    finish "e" {} } })");
  ASSERT_EQ(story.Start(), "");
  const int64_t first = story.Task("t", 0)->no, second = story.Task("t", 1)->no;
  const auto act = [&](CommandKind kind, int64_t task, const std::string& user, json args = json::object()) {
    Command command;
    command.kind = kind;
    command.task = task;
    command.actor = {ActorClass::kPerson, user, "", {"u1/h"}};
    command.args = std::move(args);
    command.outcome = "yes";
    command.reason = "因故";
    return story.Do(command);
  };
  ASSERT_EQ(act(CommandKind::kClaim, first, "p1"), "");
  ASSERT_EQ(act(CommandKind::kDelegate, first, "p1", {{"user", "q0"}}), "");
  ASSERT_EQ(act(CommandKind::kCompleteTask, second, "p1"), "");
  ASSERT_EQ(act(CommandKind::kCompleteTask, first, "q0"), "");
  ASSERT_NE(story.Task("t"), nullptr);
  EXPECT_EQ(story.Task("t")->assignee, "") << "p1 has decided already";
  EXPECT_EQ(act(CommandKind::kCompleteTask, first, "p1"), "ANSWERED_BEFORE");
  EXPECT_EQ(act(CommandKind::kCompleteTask, first, "p2"), "");
  EXPECT_EQ(story.state.status, CaseStatus::kFinished);
}

}  // namespace
}  // namespace lianban::workflow

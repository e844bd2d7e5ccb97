// Operations on the case as a whole, in every context.

#include <algorithm>

#include "gmock/gmock.h"
#include "services/workflow/engine/operation_matrix_for_test.h"
#include "services/workflow/engine/run.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

std::string Picture(const World& world) {
  json state = ToJson(world.story.state);
  state.erase("revision");
  state.erase("counter");
  state.erase("vars");
  state.erase("last");
  return state.dump();
}

bool StillOpen(const World& world, std::string_view step) {
  const auto& all = world.story.state.activations;
  return std::any_of(all.begin(), all.end(), [&](const Activation& activation) { return activation.step == step; });
}

// Every child that still runs ends, and the case that stands still takes note without moving.
void ChildrenEndMeanwhile(World& world) {
  const std::string before = Picture(world);
  for (const json& child : json(world.story.state.vars["children"])) EXPECT_EQ(world.story.ChildEnds(child["no"], "ok"), "");
  EXPECT_EQ(json::parse(Picture(world))["tokens"], json::parse(before)["tokens"]) << "nothing moves yet";
}

const RegisterOperation kCopy({"copy", "抄送",
    {{{"", "对方得通知，可看本件；只抄一次"}, {"", "同左"}, {"", "同左"}, {"", "同左，只看子事项"}, {"", "同左"}}},
    [](World& world) {
      const std::string before = Picture(world);
      std::string refused = world.OnCase(CommandKind::kCopy, {{"user", "p7"}});
      EXPECT_EQ(Picture(world), before);
      EXPECT_EQ(world.Effects("message"), 1);
      EXPECT_EQ(world.OnCase(CommandKind::kCopy, {{"user", "p7"}}), "COPIED_BEFORE");
      EXPECT_EQ(world.OnCase(CommandKind::kCopy, {{"user", "p7"}}, "", "u9/leader"), "NOT_YOUR_CASE");
      return refused;
    }});

const RegisterOperation kUrge({"urge", "催办",
    {{{"", "承办人得通知"}, {"", "各分支都催"}, {"", "未签的都催"}, {"", "同左首格"}, {"", "连子事项一起催"}}},
    [](World& world) {
      const std::string before = Picture(world);
      std::string refused = world.OnCase(CommandKind::kUrge);
      EXPECT_EQ(Picture(world), before);
      EXPECT_EQ(world.Effects("message"), static_cast<int>(world.beside.size()) + 1);
      EXPECT_EQ(world.Effects("urge_child"), world.context == Context::kParent ? 2 : 0);
      return refused;
    }});

const RegisterOperation kWithdraw({"withdraw", "撤销",
    {{{"", "全部任务和期限结束"}, {"", "各分支一起结束"}, {"", "未签的作废"}, {"", "告知母事项"}, {"CHILDREN_OPEN", "须写明子事项怎么办"}}},
    [](World& world) {
      std::string refused = world.OnCase(CommandKind::kWithdraw);
      if (world.context == Context::kParent) {
        EXPECT_EQ(world.OnCase(CommandKind::kWithdraw, {{"children", "keep"}}), "");
        EXPECT_EQ(world.Effects("end_child"), 0);
      }
      EXPECT_EQ(world.story.state.status, CaseStatus::kWithdrawn);
      EXPECT_THAT(world.story.state.activations, IsEmpty());
      EXPECT_THAT(world.story.state.timers, IsEmpty());
      EXPECT_EQ(world.Effects("tell_parent"), world.context == Context::kChild ? 1 : 0);
      return refused;
    }});

const RegisterOperation kTerminate({"terminate", "终止",
    {{{"", "全部任务和期限结束，写明理由"}, {"", "各分支一起结束"}, {"", "未签的作废"}, {"", "告知母事项"}, {"CHILDREN_OPEN", "须写明子事项怎么办"}}},
    [](World& world) {
      std::string refused = world.OnCase(CommandKind::kTerminate);
      if (world.context == Context::kParent) {
        EXPECT_EQ(world.OnCase(CommandKind::kTerminate, {{"children", "end"}}), "");
        EXPECT_EQ(world.Effects("end_child"), 2);
      }
      EXPECT_EQ(world.story.state.status, CaseStatus::kTerminated);
      EXPECT_THAT(world.story.state.activations, IsEmpty());
      EXPECT_EQ(world.Effects("tell_parent"), world.context == Context::kChild ? 1 : 0);
      return refused;
    }});

const RegisterOperation kSuspend({"suspend", "中止",
    {{{"", "期限停走，任务不能办"}, {"", "各分支一起停"}, {"", "一起停"}, {"", "母事项不停"}, {"", "子事项各有期限，不停"}}},
    [](World& world) {
      std::string refused = world.OnCase(CommandKind::kSuspend);
      EXPECT_EQ(world.OnB(CommandKind::kCompleteTask, json::object(), "", "", "done"), "CASE_SUSPENDED");
      for (const ClockState& clock : world.story.state.clocks) EXPECT_TRUE(clock.paused_since) << clock.name;
      EXPECT_THAT(world.story.last.effects, IsEmpty());
      return refused;
    }});

const RegisterOperation kResume({"resume", "恢复",
    {{{"", "停了几天补几天"}, {"", "各分支一起恢复"}, {"", "一起恢复"}, {"", "同左首格"}, {"", "停时办结的子事项此时计入"}}},
    [](World& world) {
      EXPECT_EQ(world.OnCase(CommandKind::kResume), "CASE_NOT_SUSPENDED");
      const std::string due = world.story.Due("case");
      EXPECT_EQ(due, "2026-03-13");
      world.OnCase(CommandKind::kSuspend);
      world.story.now += absl::Hours(3 * 24);
      if (world.context == Context::kParent) ChildrenEndMeanwhile(world);
      std::string refused = world.OnCase(CommandKind::kResume);
      EXPECT_EQ(world.story.Due("case"), "2026-03-16");
      EXPECT_FALSE(StillOpen(world, "kids")) << "what has ended counts now";
      world.Finish();
      return refused;
    }});

const RegisterOperation kExtend({"extend", "延期",
    {{{"", "到期前、一次、经批准；自起算日重数"}, {"", "本件的期限只有一个，各分支同延"}, {"", "环节期限是大家的，同延"}, {"", "只延子事项"}, {"", "只延母事项"}}},
    [](World& world) {
      EXPECT_EQ(world.OnCase(CommandKind::kExtend, json::object(), "", "u1/handler"), "EXTENSION_ROLE");
      std::string refused = world.OnCase(CommandKind::kExtend);
      EXPECT_EQ(world.story.Due("case"), "2026-03-23");
      EXPECT_EQ(world.OnCase(CommandKind::kExtend), "EXTENSION_USED");
      EXPECT_EQ(world.OnCase(CommandKind::kExtend, {{"clock", "b"}}), "");
      for (const Activation& activation : world.story.state.activations) {
        if (activation.step != "b") continue;
        for (const TaskState& task : activation.tasks) EXPECT_EQ(DateText(*task.due - absl::Seconds(1), world.story.environment->zone), "2026-03-13");
      }
      return refused;
    }});

const RegisterOperation kSupervise({"supervise", "督办",
    {{{"", "蓝、橙、红只升不降；可定答复日"}, {"", "各分支都得通知"}, {"", "未签的都得通知"}, {"", "只督子事项"}, {"", "连子事项一起督"}}},
    [](World& world) {
      EXPECT_EQ(world.OnCase(CommandKind::kSupervise, json::object(), "", "u1/handler"), "SUPERVISE_ROLE");
      std::string refused = world.OnCase(CommandKind::kSupervise, {{"period", "2wd"}}, "", "d1/supervisor");
      EXPECT_EQ(world.story.state.vars["supervision"]["level"], "blue");
      EXPECT_EQ(world.story.Due("supervision"), "2026-03-05");
      EXPECT_EQ(world.Effects("message"), static_cast<int>(world.beside.size()) + 1);
      EXPECT_EQ(world.Effects("supervise_child"), world.context == Context::kParent ? 2 : 0);
      EXPECT_EQ(world.OnCase(CommandKind::kSupervise, {{"level", "red"}}), "");
      EXPECT_EQ(world.OnCase(CommandKind::kSupervise, {{"level", "orange"}}), "SUPERVISION_LEVEL");
      EXPECT_EQ(world.OnCase(CommandKind::kSupervise, {{"level", "lifted"}}), "");
      EXPECT_EQ(world.story.Clock("supervision"), nullptr);
      return refused;
    }});

const RegisterOperation kJump({"jump", "跳转",
    {{{"", "管理员；别处全部收回"}, {"", "不带任务：各分支收回；带任务：只走本分支，不能跳进别的分支"}, {"", "整个会签收回"}, {"", "同左首格"},
      {"CHILDREN_OPEN", "须写明子事项怎么办"}}},
    [](World& world) {
      EXPECT_EQ(world.OnCase(CommandKind::kJump, json::object(), "c"), "JUMP_ROLE");
      EXPECT_EQ(world.OnCase(CommandKind::kJump, json::object(), "nowhere", "u1/workflow_admin"), "JUMP_TARGET");
      const bool branches = world.context == Context::kParallel || world.context == Context::kParent;
      if (branches) {
        EXPECT_EQ(world.OnCase(CommandKind::kJump, json::object(), "b", "u1/workflow_admin"), "BRANCH_REFUSED");
      }
      if (world.context == Context::kParallel) {
        const auto with_task = [&](const char* target) {
          Command command;
          command.kind = CommandKind::kJump;
          command.task = world.b;
          command.target = target;
          command.reason = "因故";
          command.actor = {ActorClass::kPerson, "admin", "", {"u1/workflow_admin"}, {}};
          return world.story.Do(command);
        };
        EXPECT_EQ(with_task("x"), "BRANCH_REFUSED");
        EXPECT_EQ(with_task("b"), "");
        EXPECT_EQ(world.Find(world.b), nullptr) << "anew";
        for (int64_t no : world.beside) EXPECT_NE(world.Find(no), nullptr) << "the other branch goes on";
      }
      std::string refused = world.OnCase(CommandKind::kJump, json::object(), "c", "u1/workflow_admin");
      if (!refused.empty()) {
        EXPECT_EQ(world.OnCase(CommandKind::kJump, {{"children", "end"}}, "c", "u1/workflow_admin"), "");
      }
      EXPECT_THAT(world.story.Open(), ElementsAre("c"));
      EXPECT_THAT(world.story.state.tokens, IsEmpty());
      world.Finish();
      return refused;
    }});

const RegisterOperation kReopen({"reopen", "重新打开",
    {{{"", "结束后重办某环节；关闭的日子不计"}, {"", "可回分叉之前，不能只开一个分支"}, {"", "会签重来"}, {"", "告知母事项；还在等的会再等"}, {"", "回到分叉之前，子事项另起"}}},
    [](World& world) {
      EXPECT_EQ(world.OnCase(CommandKind::kReopen, json::object(), "a"), "CASE_NOT_OVER");
      world.Finish();
      EXPECT_EQ(world.OnCase(CommandKind::kReopen, json::object(), "a", "u1/handler"), "REOPEN_ROLE");
      const bool branches = world.context == Context::kParallel || world.context == Context::kParent;
      if (branches) {
        EXPECT_EQ(world.OnCase(CommandKind::kReopen, json::object(), "b"), "BRANCH_REFUSED");
      }
      world.story.now += absl::Hours(5 * 24);
      std::string refused = world.OnCase(CommandKind::kReopen, json::object(), branches ? "a" : "b");
      EXPECT_EQ(world.story.state.status, CaseStatus::kRunning);
      EXPECT_EQ(world.story.Due("case"), "2026-03-18");
      EXPECT_EQ(world.Effects("tell_parent"), world.context == Context::kChild ? 1 : 0);
      if (world.context == Context::kSeveral) {
        EXPECT_EQ(world.story.state.activations[0].tasks.size(), 3u);
      }
      const size_t before = world.story.state.vars.value("children", json::array()).size();
      world.Finish();
      EXPECT_EQ(world.story.state.vars.value("children", json::array()).size(), world.context == Context::kParent ? before + 2 : before);
      return refused;
    }});

std::string Between(World& world, CommandKind kind, const std::string& target, json data = json::object()) {
  Command command;
  command.kind = kind;
  command.target = target;
  command.data = std::move(data);
  command.actor = {ActorClass::kSystem, "", "", {"u1/leader"}, {}};
  return world.story.Do(command);
}

const RegisterOperation kMerge({"merge", "并案",
    {{{"", "随主件办结；任务收起，本件期限照走"}, {"", "各分支一起收起"}, {"", "一起收起"}, {"", "母事项等主件的结果；不能并入母事项"}, {"", "子事项照办，不随并案结束"}}},
    [](World& world) {
      if (world.context == Context::kChild) {
        EXPECT_EQ(world.OnCase(CommandKind::kMerge, json::object(), "the-parent"), "MERGE_PARENT");
      }
      std::string refused = world.OnCase(CommandKind::kMerge, json::object(), "lead");
      EXPECT_EQ(world.Effects("join_case"), 1);
      EXPECT_EQ(world.story.last.closed.size(), world.beside.size() + 1) << "nothing lies in an inbox";
      EXPECT_EQ(world.OnB(CommandKind::kCompleteTask, json::object(), "", "", "done"), "CASE_MERGED");
      EXPECT_FALSE(world.story.Clock("case")->paused_since) << "the applicant's time goes on";
      EXPECT_EQ(Between(world, CommandKind::kLeadEnded, "lead", {{"status", "finished"}, {"result", "fixed"}}), "");
      EXPECT_EQ(world.story.state.status, CaseStatus::kFinished);
      EXPECT_EQ(world.story.state.result, "fixed");
      EXPECT_EQ(world.Effects("tell_parent"), world.context == Context::kChild ? 1 : 0);
      return refused;
    }});

const RegisterOperation kUnmerge({"unmerge", "拆案",
    {{{"", "从停下处接着办"}, {"", "各分支接着办"}, {"", "已签的仍算"}, {"", "同左首格"}, {"", "其间办结的子事项此时计入"}}},
    [](World& world) {
      EXPECT_EQ(world.OnCase(CommandKind::kUnmerge), "CASE_NOT_MERGED");
      if (world.context == Context::kSeveral) {
        EXPECT_EQ(world.Answer(world.beside[0], "p6"), "");
        world.beside.erase(world.beside.begin());
      }
      const std::string before = Picture(world);
      world.OnCase(CommandKind::kMerge, json::object(), "lead");
      if (world.context == Context::kParent) ChildrenEndMeanwhile(world);
      std::string refused = world.OnCase(CommandKind::kUnmerge);
      EXPECT_EQ(world.Effects("leave_case"), 1);
      EXPECT_EQ(world.story.last.opened.size(), world.beside.size() + 1);
      EXPECT_FALSE(StillOpen(world, "kids")) << "what has ended counts now";
      EXPECT_EQ(world.story.Open().size(), json::parse(before)["activations"].size() - (world.context == Context::kParent ? 1 : 0));
      world.Finish();
      return refused;
    }});

}  // namespace
}  // namespace lianban::workflow

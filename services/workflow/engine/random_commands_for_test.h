#pragma once
// For tests: random commands for a case, about half of them possible. Equal seeds give equal commands.

#include <random>

#include "services/workflow/engine/story_for_test.h"

namespace lianban::workflow {

inline Directory TestTree() {
  Directory directory;
  directory.units["c1"] = {"c1", "市", "3306", "city", "", ""};
  directory.units["d1"] = {"d1", "区", "330602", "district", "c1", ""};
  directory.units["u1"] = {"u1", "街道", "330602001", "street", "d1", ""};
  return directory;
}

class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}
  size_t Pick(size_t count) { return count == 0 ? 0 : std::uniform_int_distribution<size_t>(0, count - 1)(random_); }

  Command Next(const Story& story) {
    if (story.state.status == CaseStatus::kMerged && Pick(3) == 0) return Simple(CommandKind::kUnmerge);
    switch (Pick(18)) {
      case 12:
      case 13:
        return Handlers(story);
      case 14:
      case 15:
        return Ends(story);
      case 0:
        return Simple(CommandKind::kSuspend);
      case 1:
      case 2:
        return Simple(CommandKind::kResume);
      case 3:
        return Message(story);
      case 4:
        return Child(story);
      case 5:
        return Timer(story);
      case 6:
        return OnTask(story, CommandKind::kReturn);
      case 7:
        return Odd(story);
      default:
        return OnTask(story, CommandKind::kCompleteTask);
    }
  }

 private:
  Command Simple(CommandKind kind) {
    Command command;
    command.kind = kind;
    command.actor = {ActorClass::kPerson, "boss", "", {"u1/leader"}, {}};
    command.reason = "因故";
    return command;
  }

  Command OnTask(const Story& story, CommandKind kind) {
    std::vector<const TaskState*> open;
    for (const Activation& activation : story.state.activations) {
      for (const TaskState& task : activation.tasks) open.push_back(&task);
    }
    Command command = Simple(kind);
    if (open.empty()) return command;
    const TaskState& task = *open[Pick(open.size())];
    const Step& step = *story.model->Find(task.step);
    command.task = task.no;
    command.actor = {
        ActorClass::kPerson, task.assignee.empty() ? "p" + std::to_string(Pick(4)) : task.assignee, "", {task.desk}, {}};
    command.outcome = step.outcome_order[Pick(step.outcome_order.size())];
    if (step.mode == InstanceMode::kJoint && !task.lead && Pick(3) != 0) command.outcome = "answered";
    command.target = story.model->steps[Pick(story.model->steps.size())].name;
    auto outcomes = story.state.vars.find("outcomes");
    if (kind == CommandKind::kReturn && outcomes != story.state.vars.end() && Pick(4) != 0) {
      command.target = std::next(outcomes->begin(), static_cast<std::ptrdiff_t>(Pick(outcomes->size()))).key();
    }
    if (kind == CommandKind::kReturn && Pick(2) == 0) command.args["children"] = "keep";
    if (kind == CommandKind::kCompleteTask && step.edits.size() == 1 && Pick(3) == 0)
      command.data = {{"flag", Pick(2) == 0}};
    if (kind == CommandKind::kTransfer || kind == CommandKind::kDelegate)
      command.args = {{"user", "q" + std::to_string(Pick(3))}};
    return command;
  }

  Command Message(const Story& story) {
    Command command = Simple(CommandKind::kMessage);
    command.target = "m";
    for (const Activation& activation : story.state.activations) {
      if (Pick(2) == 0) command.target = activation.step;
    }
    return command;
  }

  Command Child(const Story& story) {
    Command command = Simple(CommandKind::kChildFinished);
    command.actor.kind = ActorClass::kService;
    auto children = story.state.vars.find("children");
    int64_t no = children == story.state.vars.end() || children->empty() ? 1 : (*children)[Pick(children->size())]["no"].get<int64_t>();
    command.data = {{"no", no}, {"result", "x"}};
    if (Pick(3) == 0) command.data = {{"no", no}, {"status", "arrived"}, {"step", "ranking"}, {"report", nlohmann::json::object()}};
    return command;
  }

  Command Timer(const Story& story) {
    Command command = Simple(CommandKind::kFireTimer);
    command.actor = {ActorClass::kSystem, "", "", {}, {}};
    command.args = {{"timer", story.state.timers.empty() ? 1 : story.state.timers[Pick(story.state.timers.size())].no}};
    return command;
  }

  Command Odd(const Story& story) {
    static const CommandKind kinds[] = {CommandKind::kClaim,    CommandKind::kClaim,  CommandKind::kRelease, CommandKind::kTransfer,
                                        CommandKind::kDelegate, CommandKind::kExtend,   CommandKind::kUrge,
                                        CommandKind::kRecompute, CommandKind::kEditForm, CommandKind::kCopy,
                                        CommandKind::kEscalate, CommandKind::kSupervise};
    Command command = OnTask(story, kinds[Pick(std::size(kinds))]);
    if (command.kind == CommandKind::kRecompute) command.actor.kind = ActorClass::kSystem;
    if (command.kind == CommandKind::kSupervise || command.kind == CommandKind::kEscalate)
      command.actor.desks.push_back("u1/leader");
    if (command.kind == CommandKind::kCopy) command.args = {{"user", "q" + std::to_string(Pick(9))}};
    return command;
  }

  // 加签 减签 撤回.
  Command Handlers(const Story& story) {
    switch (Pick(5)) {
      case 0: {
        Command command = OnTask(story, CommandKind::kRemoveHandler);
        command.actor.desks.push_back("u1/leader");
        return command;
      }
      case 1: {
        Command command = Simple(CommandKind::kTakeBack);
        if (story.state.last && Pick(6) != 0) command.actor.user = story.state.last->user;
        return command;
      }
      default: {
        static const char* where[] = {"before", "after", "parallel"};
        Command command = OnTask(story, CommandKind::kAddHandler);
        command.args = {{"where", where[Pick(3)]}, {"user", "q" + std::to_string(Pick(5))}};
        return command;
      }
    }
  }

  // Ends are rarer than the rest, and most of them are undone.
  Command Ends(const Story& story) {
    static const CommandKind kinds[] = {CommandKind::kJump,    CommandKind::kReopen, CommandKind::kReopen,
                                        CommandKind::kReopen,  CommandKind::kMerge,  CommandKind::kUnmerge,
                                        CommandKind::kUnmerge, CommandKind::kLeadEnded, CommandKind::kTakeIn,
                                        CommandKind::kTerminate, CommandKind::kWithdraw};
    Command command = Simple(kinds[Pick(std::size(kinds))]);
    command.target = story.model->steps[Pick(story.model->steps.size())].name;
    if (command.kind == CommandKind::kJump) command.actor.desks.push_back("u1/workflow_admin");
    bool between = command.kind == CommandKind::kLeadEnded || command.kind == CommandKind::kTakeIn;
    if (between) command.actor.kind = ActorClass::kSystem;
    if (command.kind == CommandKind::kMerge || between) command.target = "lead";
    if (command.kind == CommandKind::kLeadEnded) command.data = {{"status", Pick(3) == 0 ? "finished" : "withdrawn"}};
    if (Pick(3) != 0) command.args["children"] = Pick(2) == 0 ? "end" : "keep";
    if (command.kind == CommandKind::kTerminate && Pick(4) != 0) command.reason.clear();
    return command;
  }

  std::mt19937 random_;
};

}  // namespace lianban::workflow

#pragma once
// For tests: every operation in every context, as a cell that is tried and printed. The cells make docs/operations.md.

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "services/workflow/engine/story_for_test.h"

namespace lianban::workflow {

enum class Context { kPlain, kParallel, kSeveral, kChild, kParent };
inline constexpr std::array<Context, 5> kContexts = {Context::kPlain, Context::kParallel, Context::kSeveral,
                                                     Context::kChild, Context::kParent};

// A case in which step `a` has been done and step `b` is open (within 5 days; the case has 10 days), and `c` comes next.
// Parallel: `x` is open beside it. Several: `b` has three handlers, all must answer. Child: another case waits for it.
// Parent: two child cases run beside `b`.
class World {
 public:
  explicit World(Context context) : context(context), story(Script(context)) {
    auto& units = story.environment->directory.units;
    units["d1"] = {"d1", "区", "330602", "district", "c1", ""};
    units["u1"] = {"u1", "街道", "330602001", "street", "d1", ""};
    units["u2"] = {"u2", "另一街道", "330602002", "street", "d1", ""};
    units["c1"] = {"c1", "市", "3306", "city", "", ""};
    Command start;
    start.kind = CommandKind::kStart;
    start.actor = {ActorClass::kPerson, "clerk", "", {"u1/window"}, {}};
    start.data = {{"unit", "u1"}, {"area", "330602001"}};
    if (context == Context::kChild) start.data["parent"] = {{"no", 7}, {"case", "the-parent"}};
    EXPECT_EQ(story.Do(start), "") << story.status;
    EXPECT_EQ(story.Complete("a", "done"), "") << story.status;
    b = story.Task("b")->no;
    beside = Others();
  }

  // Numbers of the open tasks but the one at `b` the operations are about.
  std::vector<int64_t> Others() const {
    std::vector<int64_t> numbers;
    for (const Activation& activation : story.state.activations) {
      for (const TaskState& task : activation.tasks) {
        if (task.no != b) numbers.push_back(task.no);
      }
    }
    return numbers;
  }
  const TaskState* Find(int64_t no) const {
    for (const Activation& activation : story.state.activations) {
      for (const TaskState& task : activation.tasks) {
        if (task.no == no) return &task;
      }
    }
    return nullptr;
  }

  // On task `b`, by whoever has it.
  std::string OnB(CommandKind kind, nlohmann::json args = nlohmann::json::object(), const std::string& target = "",
                  const std::string& user = "", const std::string& outcome = "") {
    Command command;
    command.kind = kind;
    command.task = b;
    command.args = std::move(args);
    command.target = target;
    command.outcome = outcome;
    command.reason = "因故";
    const TaskState* task = Find(b);
    std::string who = !user.empty() ? user : task && !task->assignee.empty() ? task->assignee : "worker";
    command.actor = {ActorClass::kPerson, who, "", {task ? task->desk : "u1/handler"}, {}};
    return story.Do(command);
  }
  std::string OnCase(CommandKind kind, nlohmann::json args = nlohmann::json::object(), const std::string& target = "",
                     const std::string& desk = "u1/leader") {
    Command command;
    command.kind = kind;
    command.args = std::move(args);
    command.target = target;
    command.reason = "因故";
    command.actor = {ActorClass::kPerson, "boss", "", {desk}, {}};
    return story.Do(command);
  }
  std::string Answer(int64_t task, const std::string& user, const std::string& outcome = "done") {
    const int64_t before = b;
    b = task;
    std::string refused = OnB(CommandKind::kCompleteTask, nlohmann::json::object(), "", user, outcome);
    b = before;
    return refused;
  }
  // Everybody answers until the case is over.
  void Finish() {
    for (int i = 0; i < 20 && story.state.status == CaseStatus::kRunning; ++i) {
      for (const auto& child : story.state.vars.value("children", nlohmann::json::array())) {
        if (child.contains("status")) continue;
        EXPECT_EQ(story.ChildEnds(child["no"], "ok"), "");
      }
      ASSERT_FALSE(story.state.activations.empty());
      const TaskState task = story.state.activations.front().tasks.front();
      ASSERT_EQ(Answer(task.no, "person " + std::to_string(i)), "") << story.status;
    }
    EXPECT_EQ(story.state.status, CaseStatus::kFinished);
  }
  int Effects(const std::string& kind) const {
    int count = 0;
    for (const Effect& effect : story.last.effects) count += effect.kind == kind;
    return count;
  }

  const Context context;
  Story story;
  int64_t b = 0;
  std::vector<int64_t> beside;

 private:
  static std::string Script(Context context) {
    std::string head = R"(return workflow "matter" { title = "事项", form = { text "note" {} },
      clock = { statutory = days(10), extension = { period = days(10) } }, steps = {
      task "a" { by = role "handler", on = { done = "NEXT" } },)";
    std::string tail = R"(task "c" { by = role "handler", on = { done = "e" } }, finish "e" { result = "ok" } } })";
    std::string plain = R"(task "b" { by = role "handler", edits = { "note" }, within = days(5),
      extension = { period = days(5) }, on = { done = "c", no = "c" } },)";
    std::string next = "b", middle = plain;
    if (context == Context::kSeveral) {
      middle = R"(task "b" { by = role "handler", within = days(5), extension = { period = days(5) }, edits = { "note" },
        each = { { role = "r1" }, { role = "r2" }, { role = "r3" } }, mode = "all", on = { done = "c", no = "c" } },)";
    }
    if (context == Context::kParallel || context == Context::kParent) {
      next = "f";
      std::string other = context == Context::kParallel ? "x" : "kids";
      middle = "fork \"f\" { to = { \"b\", \"" + other + "\" }, join = \"j\" }," + plain +
               R"(task "x" { by = role "other", on = { done = "j" } },
                  call "kids" { process = "kid", each = { {}, {} }, wait = "all", on = { done = "j" } },
                  join "j" { next = "c" },)";
      for (size_t at; (at = middle.find("\"c\", no = \"c\"")) != std::string::npos;)
        middle.replace(at, 13, "\"j\", no = \"j\"");
      const std::string gone = context == Context::kParallel ? "call \"kids\"" : "task \"x\"";
      const size_t from = middle.find(gone);
      middle.erase(from, middle.find('\n', from) - from);
    }
    head.replace(head.find("NEXT"), 4, next);
    return head + middle + tail;
  }
};

// One line of the matrix. `run` tries the operation in the world and gives the reason of its refusal, "" when it works;
// what else must hold it checks itself. `cells`: what happens, by context; what is refused is {reason, why}.
struct Cell {
  std::string refused;  // reason of the error catalogue, "" when it works
  std::string zh;
};
struct Operation {
  std::string name;     // as the command line calls it
  std::string zh;
  std::array<Cell, 5> cells;
  std::function<std::string(World&)> run;
};

std::vector<Operation>& Operations();

struct RegisterOperation {
  explicit RegisterOperation(Operation operation) { Operations().push_back(std::move(operation)); }
};

}  // namespace lianban::workflow

// docs/operations.md is made of the cells that are tried here. Tests run in the root of the repository.

#include "services/workflow/engine/operation_matrix_for_test.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace lianban::workflow {

std::vector<Operation>& Operations() {
  static std::vector<Operation> operations;
  return operations;
}

namespace {

constexpr char kDocument[] = "docs/operations.md";

std::string Name(Context context) {
  static const char* names[] = {"plain", "parallel", "several", "child", "parent"};
  return names[static_cast<int>(context)];
}

// In the order in which people look for them.
constexpr const char* kOrder[] = {
    "claim",     "release",    "transfer", "delegate", "substitute", "add-handler before", "add-handler after",
    "add-handler parallel", "remove-handler", "copy", "urge", "return", "take-back", "withdraw", "suspend", "resume",
    "extend",    "escalate",   "supervise", "jump",    "reopen",     "merge", "unmerge", "terminate"};

const Operation* Find(const std::string& name) {
  for (const Operation& operation : Operations()) {
    if (operation.name == name) return &operation;
  }
  return nullptr;
}

std::string Document() {
  std::string text =
      "# 事项操作一览\n\n"
      "每一格都是一个通过的测试（services/workflow/engine/operations_on_*_test.cpp）；不许的写明理由代码（api/errors/catalogue.csv）。\n"
      "本表由测试生成：`LIANBAN_WRITE_DOCS=1 build/lianban_workflow_engine_test "
      "--gtest_filter='OperationMatrix.*'`。\n"
      "语义见 services/workflow/engine/OPERATIONS.md。命令：`lianban case <操作> --help`。\n\n"
      "Every cell is a passing test; a refusal names its reason. Contexts: one step alone, parallel branches, several handlers "
      "of one step, a child case, a case with children.\n\n"
      "| 操作 | 命令 | 单一环节 | 并行分支 | 多人办理 | 子事项 | 有子事项 |\n| --- | --- | --- | --- | --- | --- | --- |\n";
  for (const char* name : kOrder) {
    const Operation* operation = Find(name);
    if (!operation) continue;
    text += "| " + operation->zh + " | `" + operation->name + "` |";
    for (const Cell& cell : operation->cells) {
      text += cell.refused.empty() ? " " + cell.zh + " |" : " ✗ `" + cell.refused + "` " + cell.zh + " |";
    }
    text += "\n";
  }
  return text;
}

TEST(OperationMatrix, EveryOperationHoldsInEveryContext) {
  for (const Operation& operation : Operations()) {
    for (Context context : kContexts) {
      SCOPED_TRACE(operation.name + ", " + Name(context));
      World world(context);
      EXPECT_EQ(operation.run(world), operation.cells[static_cast<size_t>(context)].refused) << world.story.status;
    }
  }
}

TEST(OperationMatrix, HasEveryOperation) {
  for (const char* name : kOrder) EXPECT_NE(Find(name), nullptr) << name;
  EXPECT_EQ(Operations().size(), std::size(kOrder));
}

TEST(OperationMatrix, DocumentIsUpToDate) {
  if (std::getenv("LIANBAN_WRITE_DOCS")) std::ofstream(kDocument) << Document();
  std::ifstream in(kDocument);
  std::stringstream written;
  written << in.rdbuf();
  EXPECT_EQ(written.str(), Document())
      << "repair: LIANBAN_WRITE_DOCS=1 build/lianban_workflow_engine_test "
         "--gtest_filter='OperationMatrix.*'";
}

}  // namespace
}  // namespace lianban::workflow

// Where a finding stands, in the form every editor can follow.

#include "services/cli/script_folders.h"

#include "gtest/gtest.h"

namespace lianban::cli {
namespace {

ProcessFolder Folder(const std::string& source) {
  auto bundle = std::make_shared<workflow::ScriptBundle>();
  bundle->main = "process.lua";
  bundle->files["process.lua"] = source;
  return {.path = "workflows/x", .bundle = bundle};
}

TEST(Finding, StandsAtTheFirstWordOfItsLineWhereOnlyTheLineIsKnown) {
  const ProcessFolder folder = Folder("return {\n    title = nil + 1,\n\n}\n");
  EXPECT_EQ(FindingLine(folder, {.file = "process.lua", .line = 2, .code = "SCRIPT_RUNTIME", .message = "m"}),
            "workflows/x/process.lua:2:5: SCRIPT_RUNTIME: m");
  EXPECT_EQ(FindingJson(folder, {.file = "process.lua", .line = 2})["column"], 5);
  EXPECT_EQ(FindingJson(folder, {.file = "process.lua", .line = 3})["column"], 1);   // nothing on it
  EXPECT_EQ(FindingJson(folder, {.file = "process.lua", .line = 99})["column"], 1);  // beyond the end
  EXPECT_EQ(FindingJson(folder, {.file = "gone.csv", .line = 2})["column"], 1);
}

TEST(Finding, KeepsAColumnThatIsKnown) {
  EXPECT_EQ(FindingJson(Folder("  x ="), {.file = "process.lua", .line = 1, .column = 3})["column"], 3);
}

}  // namespace
}  // namespace lianban::cli

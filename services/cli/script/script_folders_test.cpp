// Where a finding stands, in the form every editor can follow.

#include "services/cli/script/script_folders.h"

#include <filesystem>
#include <fstream>

#include "gtest/gtest.h"
#include "services/lib/errors/error.h"

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

class Paths : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ / "lamp.lua") << "return workflow \"lamp\" {}";
    std::ofstream(folder_ / "lamps.csv") << "a,b\n";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  const std::filesystem::path folder_ = std::filesystem::path(::testing::TempDir()) / "lone";
};

TEST_F(Paths, AScriptOfAnyNameIsAProcessWithWhatLiesBesideIt) {
  const auto folders = ReadProcessFolders({folder_ / "lamp.lua"});
  ASSERT_TRUE(folders.ok()) << folders.status();
  ASSERT_EQ(folders->size(), 1u);
  EXPECT_EQ(folders->front().bundle->main, "lamp.lua");
  EXPECT_TRUE(folders->front().bundle->files.contains("lamps.csv"));
  EXPECT_EQ(FilePath(folders->front(), "lamp.lua"), (folder_ / "lamp.lua").string());
}

TEST_F(Paths, AFolderWithoutAProcessIsToldSo) {
  EXPECT_EQ(ReasonOf(ReadProcessFolders({folder_}).status()), "PROCESS_FOLDER_EMPTY");
  EXPECT_EQ(ReasonOf(ReadProcessFolders({folder_ / "gone"}).status()), "FILE_UNREADABLE");
}

TEST(Finding, KeepsAColumnThatIsKnown) {
  EXPECT_EQ(FindingJson(Folder("  x ="), {.file = "process.lua", .line = 1, .column = 3})["column"], 3);
}

// A district that takes a step away breaks a line of the base, which nobody there has touched.
TEST(Finding, OfAnAdaptationSaysWhoseWhereTheLineStandsAbove) {
  ProcessFolder folder = Folder("return {}");
  folder.layers = {{"", "workflows/base/x"}, {"330602", "overlays/330602/x"}};
  EXPECT_EQ(FindingLine(folder, {.file = "process.lua", .line = 1, .code = "STEP_UNKNOWN", .message = "m"}),
            "workflows/base/x/process.lua:1:1: STEP_UNKNOWN: m [330602 的调整 · as adapted for 330602]");
  EXPECT_EQ(FindingJson(folder, {.file = "process.lua", .line = 1})["area"], "330602");
  EXPECT_EQ(FindingLine(folder, {.file = "overlays/330602/adapt.lua", .line = 1, .code = "OVERLAY_LOCKED", .message = "m"}),
            "overlays/330602/x/adapt.lua:1:1: OVERLAY_LOCKED: m");
}

TEST(Finding, CallOfAProcessThatIsNotThereIsAWarning) {
  const auto beside = [](const std::string& process) {
    auto model = std::make_shared<workflow::Model>();
    model->process = "joint_centre";
    workflow::Step call;
    call.name = call.title = "matters";
    call.kind = workflow::StepKind::kCall;
    call.process = process;
    call.line = 7;
    model->steps.push_back(call);
    ProcessFolder folder = Folder("return {}");
    folder.path = "workflows/base/joint_centre";
    folder.model = model;
    WarnOfUnknownCalls(folder);
    return folder.findings;
  };
  EXPECT_TRUE(beside("mediation").empty());
  EXPECT_TRUE(beside("joint_centre").empty());
  ASSERT_EQ(beside("mediaton").size(), 1u);
  EXPECT_EQ(beside("mediaton")[0].code, "PROCESS_UNKNOWN");
  EXPECT_EQ(beside("mediaton")[0].line, 7);
  EXPECT_TRUE(beside("mediaton")[0].warning);
}

TEST(Finding, OfTheProcessAboveIsToldOnce) {
  ProcessFolder base = Folder("return {}");
  base.path = "workflows/base/x";
  base.findings = {{.file = "process.lua", .line = 3, .code = "SOUND_STUCK", .message = "m"}};
  ProcessFolder adapted = Folder("return {}");
  adapted.layers = {{"", "workflows/base/x"}, {"330602", "overlays/330602/x"}};
  adapted.findings = {base.findings[0], {.file = "process.lua", .line = 3, .code = "SOUND_DEAD", .message = "m"}};
  std::vector<ProcessFolder> folders = {base, adapted};
  ForgetToldAbove(folders);
  EXPECT_EQ(folders[0].findings.size(), 1u);
  ASSERT_EQ(folders[1].findings.size(), 1u);
  EXPECT_EQ(folders[1].findings[0].code, "SOUND_DEAD");
}

}  // namespace
}  // namespace lianban::cli

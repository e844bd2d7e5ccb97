#include "services/workflow/language/read_bundle.h"

#include <fstream>

#include "gmock/gmock.h"
#include "services/lib/errors/error.h"

namespace lianban::workflow {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Key;
using testing::UnorderedElementsAre;

class ReadBundleTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "lianban-bundle-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    root_ = name;
  }
  void TearDown() override { fs::remove_all(root_); }

  void Write(const fs::path& path, const std::string& text) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }

  fs::path root_;
};

TEST_F(ReadBundleTest, TakesScriptsAndTablesOfTheFolderAndTheSharedScripts) {
  Write("base/aid/process.lua", "p");
  Write("base/aid/scenarios.lua", "s");
  Write("base/aid/matters.csv", "t");
  Write("base/aid/README.md", "not part of it");
  Write("base/other/process.lua", "o");
  Write("lib/dates.lua", "d");
  Write("lib/notes.csv", "not a script");
  auto bundle = ReadBundle(root_ / "base/aid");
  ASSERT_TRUE(bundle.ok()) << bundle.status();
  EXPECT_EQ((*bundle)->main, "process.lua");
  EXPECT_THAT((*bundle)->files,
              UnorderedElementsAre(Key("process.lua"), Key("scenarios.lua"), Key("matters.csv"), Key("lib/dates.lua")));
}

TEST_F(ReadBundleTest, FindsEveryProcessBelowAFolder) {
  Write("b/process.lua", "");
  Write("a/deep/process.lua", "");
  Write("c/readme.txt", "");
  EXPECT_THAT(*FindProcessFolders(root_), ElementsAre(root_ / "a/deep", root_ / "b"));
  EXPECT_THAT(*FindProcessFolders(root_ / "b"), ElementsAre(root_ / "b"));
  EXPECT_THAT(*FindProcessFolders(root_ / "c"), IsEmpty());
}

TEST_F(ReadBundleTest, WhatCannotBeReadIsSaid) {
  EXPECT_EQ(ReasonOf(FindProcessFolders(root_ / "nowhere").status()), "FILE_UNREADABLE");
  EXPECT_EQ(ReasonOf(ReadBundle(root_).status()), "FILE_UNREADABLE");
  Write("big/process.lua", std::string((1 << 20) + 1, ' '));
  EXPECT_EQ(ReasonOf(ReadBundle(root_ / "big").status()), "FILE_INVALID");
}

}  // namespace
}  // namespace lianban::workflow

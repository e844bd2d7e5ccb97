#include "services/cli/new_process/new_process.h"

#include <filesystem>

#include "gtest/gtest.h"
#include "services/cli/script/script_folders.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

class NewProcess : public ::testing::Test {
 protected:
  NewProcess() { std::filesystem::remove_all(folder_); }
  ~NewProcess() override { std::filesystem::remove_all(folder_); }
  const std::string folder_ = ::testing::TempDir() + "lianban_new_process";
};

TEST_F(NewProcess, HasNothingToComplainAbout) {
  ASSERT_TRUE(WriteNewProcess(folder_, "bike_shed", "自行车棚").ok());
  auto host = StartScriptHost();
  ASSERT_TRUE(host.ok()) << host.status();
  auto folders = ReadProcessFolders({folder_});
  ASSERT_TRUE(folders.ok()) << folders.status();
  ASSERT_EQ(folders->size(), 1u);
  LoadFolder(**host, folders->front());
  EXPECT_TRUE(folders->front().findings.empty());
  ASSERT_NE(folders->front().model, nullptr);
  EXPECT_EQ(folders->front().model->process, "bike_shed");
  EXPECT_EQ(folders->front().model->title, "自行车棚");
}

TEST_F(NewProcess, NeverOverwritesOne) {
  ASSERT_TRUE(WriteNewProcess(folder_, "bike_shed", "自行车棚").ok());
  EXPECT_EQ(ReasonOf(WriteNewProcess(folder_, "bike_shed", "自行车棚")), "OPTION_INVALID");
}

TEST_F(NewProcess, RefusesNamesAndTitlesThatScriptsCannotHold) {
  EXPECT_EQ(ReasonOf(WriteNewProcess(folder_, "Bike Shed", "车棚")), "PROCESS_NAME_INVALID");
  EXPECT_EQ(ReasonOf(WriteNewProcess(folder_, "bike_shed", "车\"棚")), "OPTION_INVALID");
}

}  // namespace
}  // namespace lianban::cli

#include "services/lib/crypto/keys.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/errors/error.h"

namespace lianban::crypto {
namespace {

namespace fs = std::filesystem;

class KeyFiles : public testing::Test {
 protected:
  void SetUp() override { fs::remove_all(directory_); }
  void TearDown() override { fs::remove_all(directory_); }
  const std::string directory_ = testing::TempDir() + "lianban_keys_test/keys";
};

TEST_F(KeyFiles, AreMadeOnceForTheirOwnerOnly) {
  ASSERT_TRUE(InitKeys(directory_).ok());
  const auto first = LoadKeys(directory_).value();
  EXPECT_EQ(first.context.size(), 32u);
  EXPECT_NE(first.context, first.field);
  for (const auto& entry : fs::directory_iterator(directory_)) {
    EXPECT_EQ(entry.status().permissions(), fs::perms::owner_read | fs::perms::owner_write) << entry.path();
  }
  ASSERT_TRUE(InitKeys(directory_).ok());
  EXPECT_EQ(LoadKeys(directory_).value().context, first.context);
}

TEST_F(KeyFiles, OnlyTheMissingOneIsMadeAnew) {
  ASSERT_TRUE(InitKeys(directory_).ok());
  const auto first = LoadKeys(directory_).value();
  fs::remove(directory_ + "/index");
  EXPECT_EQ(ReasonOf(LoadKeys(directory_).status()), "KEY_MISSING");
  ASSERT_TRUE(InitKeys(directory_).ok());
  const auto second = LoadKeys(directory_).value();
  EXPECT_EQ(second.field, first.field);
  EXPECT_NE(second.index, first.index);
}

TEST_F(KeyFiles, AreRefusedWhenOthersMayReadThemOrTheyAreCutShort) {
  ASSERT_TRUE(InitKeys(directory_).ok());
  chmod((directory_ + "/pepper").c_str(), 0640);
  EXPECT_EQ(ReasonOf(LoadKeys(directory_).status()), "KEY_EXPOSED");
  chmod((directory_ + "/pepper").c_str(), 0600);
  fs::resize_file(directory_ + "/pepper", 31);
  EXPECT_EQ(ReasonOf(LoadKeys(directory_).status()), "KEY_INVALID");
  // What cannot be looked at is not missing: new keys in its place would lose what the old ones sealed.
  fs::remove(directory_ + "/pepper");
  fs::create_symlink("pepper", directory_ + "/pepper");
  EXPECT_EQ(ReasonOf(LoadKeys(directory_).status()), "FILE_UNREADABLE");
}

}  // namespace
}  // namespace lianban::crypto

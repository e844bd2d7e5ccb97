#include "services/cli/terminal/table.h"

#include "gtest/gtest.h"

namespace lianban::cli {
namespace {

TEST(Table, ChineseCharactersAreTwoColumnsWide) {
  EXPECT_EQ(DisplayWidth("abc"), 3);
  EXPECT_EQ(DisplayWidth("法律援助"), 8);
  EXPECT_EQ(DisplayWidth("（a）"), 5);
}

TEST(Table, ColumnsAlign) {
  EXPECT_EQ(AlignedTable({{"事项", "x"}, {"a", "y"}}), "事项  x\na     y\n");
}

TEST(Table, LongTextIsCutAtACharacter) {
  EXPECT_EQ(Shorten("法律援助申请", 7), "法律援…");
  EXPECT_EQ(Shorten("short", 7), "short");
}

}  // namespace
}  // namespace lianban::cli

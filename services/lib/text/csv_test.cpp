#include "services/lib/text/csv.h"

#include "gtest/gtest.h"

namespace lianban {
namespace {

TEST(Csv, ReadsQuotesLineBreaksAndByteOrderMark) {
  const auto rows = ParseCsv("\xEF\xBB\xBF" "a,\"b \"\"x\"\"\",\"c\nd\"\r\n\ne,,\n");
  ASSERT_TRUE(rows.ok());
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ((*rows)[0].cells, (std::vector<std::string>{"a", "b \"x\"", "c\nd"}));
  EXPECT_EQ((*rows)[1].cells, (std::vector<std::string>{"e", "", ""}));
  EXPECT_EQ((*rows)[1].line, 4);
}

TEST(Csv, NamesTheLineOfAnUnclosedQuote) {
  EXPECT_NE(std::string(ParseCsv("a\n\"b").status().message()).find("line 2"), std::string::npos);
}

TEST(Csv, WritesWhatItReads) {
  for (std::string cell : {"plain", "a,b", "q\"q", "line\nbreak", ""}) {
    const auto rows = ParseCsv(CsvCell(cell) + ",x\n");
    ASSERT_TRUE(rows.ok());
    EXPECT_EQ((*rows)[0].cells[0], cell);
  }
}

}  // namespace
}  // namespace lianban

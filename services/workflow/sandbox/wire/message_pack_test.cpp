#include "services/workflow/sandbox/wire/message_pack.h"

#include <limits>
#include <random>

#include "gtest/gtest.h"

namespace lianban::workflow::sandbox {
namespace {

TEST(MessagePack, ReadsWhatItWrites) {
  std::string bytes;
  MessagePackWriter out(bytes);
  const int64_t numbers[] = {0, 1, -1, 127, 128, -32, -33, 65536, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN};
  for (int64_t number : numbers) out.Int(number);
  for (size_t size : {0, 31, 32, 70000}) out.Text(std::string(size, 'x'));
  out.Float(-0.1);
  out.Array(0);
  out.Map(0);
  ByteReader in(bytes);
  for (int64_t number : numbers) EXPECT_EQ(ReadToken(in).integer, number);
  for (size_t size : {0, 31, 32, 70000}) EXPECT_EQ(ReadToken(in).text.size(), size);
  EXPECT_EQ(ReadToken(in).number, -0.1);
  EXPECT_EQ(ReadToken(in).type, TokenType::kArray);
  EXPECT_EQ(ReadToken(in).type, TokenType::kMap);
  EXPECT_TRUE(in.ok() && in.at_end());
}

TEST(MessagePack, RefusesCountsThatCannotBeTrue) {
  for (std::string bytes : {std::string("\xDD\xFF\xFF\xFF\xFF", 5), std::string("\xDF\x80\x00\x00\x00", 5), std::string("\x92\x01", 2),
                            std::string("\xDB\xFF\xFF\xFF\xFF", 5), std::string("\xCB\x00", 2), std::string(), std::string("\xC1"), std::string("\xC4\x00", 2)}) {
    ByteReader in(bytes);
    EXPECT_EQ(ReadToken(in).type, TokenType::kBad);
    EXPECT_FALSE(in.ok());
  }
}

TEST(MessagePack, SkipsAValueButNotBelowItsDepth) {
  std::string nested(10, '\x91');
  nested += '\x01';
  ByteReader shallow(nested), deep(nested);
  EXPECT_FALSE(SkipValue(shallow, 5));
  EXPECT_TRUE(SkipValue(deep, 10));
}

TEST(MessagePack, SurvivesRandomBytes) {
  std::mt19937 random(1);
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes(random() % 40, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    ByteReader in(bytes);
    while (in.ok() && !in.at_end()) SkipValue(in, 16);
  }
}

}  // namespace
}  // namespace lianban::workflow::sandbox

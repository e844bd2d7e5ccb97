// The pool does not trust a worker: an answer that no honest worker gives is noticed, never followed.

#include "services/workflow/sandbox/requests.h"

#include <random>

#include "gtest/gtest.h"
#include "services/workflow/sandbox/json_codec.h"
#include "services/workflow/sandbox/wire/limits.h"

namespace lianban::workflow::sandbox {
namespace {

using nlohmann::json;

std::string Answer(const json& value) {
  std::string bytes, encoded;
  EncodeJson(value, encoded);
  ByteWriter out(bytes);
  out.U8(static_cast<uint8_t>(BatchStatus::kDone));
  out.U32(2);
  out.U8(1), out.U64(10), out.Text(encoded);
  out.U8(0), out.U64(20);
  Write(out, {.file = "f.lua", .line = 3, .column = 4, .code = "SCRIPT_RUNTIME", .message = "m"});
  return bytes;
}

struct TwoCalls {
  PendingBatch batch{.calls = {{.index = 0, .function = 1}, {.index = 1, .function = 2}}};
  PendingBatch* pointer = &batch;
  std::optional<EvaluateAnswer> Read(std::string_view bytes) { return ReadEvaluateAnswer(bytes, {&pointer, 1}); }
};

TEST(WorkerAnswers, AreReadBack) {
  TwoCalls two;
  auto answer = two.Read(Answer({{"a", {1, 2.5, "中", nullptr, true}}}));
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ((*answer)[0].results[0].value["a"][2], "中");
  EXPECT_EQ((*answer)[0].results[1].error.line, 3);
}

TEST(WorkerAnswers, ThatAreCutOrTooLongAreRefused) {
  TwoCalls two;
  std::string whole = Answer({1, 2, 3});
  for (size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(two.Read(whole.substr(0, size)).has_value()) << size;
  EXPECT_FALSE(two.Read(whole + "x").has_value());
}

TEST(WorkerAnswers, ThatNestWithoutEndOrAreNoTextAreRefused) {
  auto read = [](const std::string& value) {
    std::string bytes;
    ByteWriter out(bytes);
    out.U8(0), out.U32(2), out.U8(1), out.U64(0), out.Text(value);
    TwoCalls two;
    return two.Read(bytes).has_value();
  };
  EXPECT_FALSE(read(std::string(1 << 20, '\x91')));
  EXPECT_FALSE(read("\xA2\xFF\xFF"));
  EXPECT_FALSE(read("\x81\xA1\xFF\x01"));
  EXPECT_FALSE(read("\x81\x01\x01"));
}

TEST(WorkerAnswers, OfRandomBytesAreSurvived) {
  std::mt19937 random(11);
  std::string whole = Answer({{"key", {1, "text", json::object()}}});
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = whole;
    for (int n = 1 + static_cast<int>(random() % 4); n > 0; --n) bytes[random() % bytes.size()] = static_cast<char>(random());
    TwoCalls two;
    if (auto answer = two.Read(bytes); answer.has_value()) {
      for (const RuleResult& result : (*answer)[0].results) {
        EXPECT_NO_THROW((void)result.value.dump());
        EXPECT_NO_THROW((void)json(result.error.message).dump());
      }
    }
    ReadLoadAnswer(bytes);
  }
}

TEST(Json, RefusesWhatLuaHasNoValueFor) {
  std::string out;
  EXPECT_FALSE(EncodeJson(json(UINT64_MAX), out));
  json deep = 1;
  for (int i = 0; i < kArgumentDepthMax; ++i) deep = json::array({deep});
  EXPECT_TRUE(EncodeJson(deep, out));
  EXPECT_FALSE(EncodeJson(json::array({deep}), out));
}

}  // namespace
}  // namespace lianban::workflow::sandbox

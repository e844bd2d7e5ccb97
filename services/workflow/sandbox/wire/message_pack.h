#pragma once
// The part of MessagePack that script values need: nil, boolean, 64 bit integer, float 64, text, array, map with text
// keys. Tokens instead of a tree, so that the worker decodes straight onto the Lua stack and the pool decides itself how
// deep it follows a worker's answer.

#include <cstdint>
#include <string>
#include <string_view>

#include "services/workflow/sandbox/wire/byte_stream.h"

namespace lianban::workflow::sandbox {

class MessagePackWriter {
 public:
  explicit MessagePackWriter(std::string& out) : out_(out) {}

  void Nil() { out_.push_back(static_cast<char>(0xC0)); }
  void Bool(bool value) { out_.push_back(static_cast<char>(value ? 0xC3 : 0xC2)); }
  void Int(int64_t value);
  void Float(double value);
  void Text(std::string_view text);
  void Array(uint32_t count);
  void Map(uint32_t count);

 private:
  void Marked(uint8_t mark, uint64_t value, int bytes);
  std::string& out_;
};

enum class TokenType : uint8_t { kBad, kNil, kBool, kInt, kFloat, kText, kArray, kMap };

struct Token {
  TokenType type = TokenType::kBad;
  int64_t integer = 0;    // kInt; kBool: 0 or 1
  double number = 0;      // kFloat
  std::string_view text;  // kText; points into the bytes read
  uint32_t count = 0;     // kArray: elements; kMap: pairs. Never more than the bytes that remain.
};

// kBad at the end, on a type outside the subset, and on a count that cannot be true.
Token ReadToken(ByteReader& in);

// Steps over one value. False when the bytes are bad or nest deeper than `depth_max`.
bool SkipValue(ByteReader& in, int depth_max);

}  // namespace lianban::workflow::sandbox

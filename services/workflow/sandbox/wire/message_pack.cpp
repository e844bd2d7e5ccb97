#include "services/workflow/sandbox/wire/message_pack.h"

#include <bit>

namespace lianban::workflow::sandbox {
namespace {

uint64_t BigEndian(ByteReader& in, int bytes) {
  uint64_t value = 0;
  for (int i = 0; i < bytes; ++i) value = value << 8 | in.U8();
  return value;
}

Token Int(int64_t value) { return {.type = TokenType::kInt, .integer = value}; }

Token Text(ByteReader& in, size_t size) {
  Token token{.type = TokenType::kText, .text = in.Bytes(size)};
  if (!in.ok()) token.type = TokenType::kBad;
  return token;
}

Token Container(ByteReader& in, TokenType type, uint64_t count) {
  uint64_t bytes_least = type == TokenType::kMap ? count * 2 : count;
  if (!in.ok() || bytes_least > in.remaining()) {
    in.Fail();
    return {};
  }
  return {.type = type, .count = static_cast<uint32_t>(count)};
}

Token ReadMarked(ByteReader& in, uint8_t mark) {
  switch (mark) {
    case 0xC0: return {.type = TokenType::kNil};
    case 0xC2: return {.type = TokenType::kBool, .integer = 0};
    case 0xC3: return {.type = TokenType::kBool, .integer = 1};
    case 0xCB: return {.type = TokenType::kFloat, .number = std::bit_cast<double>(BigEndian(in, 8))};
    case 0xD0: return Int(static_cast<int8_t>(BigEndian(in, 1)));
    case 0xD1: return Int(static_cast<int16_t>(BigEndian(in, 2)));
    case 0xD2: return Int(static_cast<int32_t>(BigEndian(in, 4)));
    case 0xD3: return Int(static_cast<int64_t>(BigEndian(in, 8)));
    case 0xD9: return Text(in, BigEndian(in, 1));
    case 0xDA: return Text(in, BigEndian(in, 2));
    case 0xDB: return Text(in, BigEndian(in, 4));
    case 0xDC: return Container(in, TokenType::kArray, BigEndian(in, 2));
    case 0xDD: return Container(in, TokenType::kArray, BigEndian(in, 4));
    case 0xDE: return Container(in, TokenType::kMap, BigEndian(in, 2));
    case 0xDF: return Container(in, TokenType::kMap, BigEndian(in, 4));
    default: in.Fail(); return {};
  }
}

}  // namespace

void MessagePackWriter::Marked(uint8_t mark, uint64_t value, int bytes) {
  out_.push_back(static_cast<char>(mark));
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) out_.push_back(static_cast<char>(value >> shift));
}

void MessagePackWriter::Int(int64_t value) {
  if (value >= -32 && value < 128) {
    out_.push_back(static_cast<char>(value));
  } else if (value >= INT32_MIN && value <= INT32_MAX) {
    Marked(0xD2, static_cast<uint64_t>(value), 4);
  } else {
    Marked(0xD3, static_cast<uint64_t>(value), 8);
  }
}

void MessagePackWriter::Float(double value) { Marked(0xCB, std::bit_cast<uint64_t>(value), 8); }

void MessagePackWriter::Text(std::string_view text) {
  if (text.size() < 32) {
    out_.push_back(static_cast<char>(0xA0 | text.size()));
  } else {
    Marked(0xDB, text.size(), 4);
  }
  out_.append(text);
}

void MessagePackWriter::Array(uint32_t count) {
  if (count < 16) {
    out_.push_back(static_cast<char>(0x90 | count));
  } else {
    Marked(0xDD, count, 4);
  }
}

void MessagePackWriter::Map(uint32_t count) {
  if (count < 16) {
    out_.push_back(static_cast<char>(0x80 | count));
  } else {
    Marked(0xDF, count, 4);
  }
}

Token ReadToken(ByteReader& in) {
  uint8_t mark = in.U8();
  if (!in.ok()) return {};
  Token token;
  if (mark < 0x80 || mark >= 0xE0) {
    token = Int(static_cast<int8_t>(mark));
  } else if (mark < 0x90) {
    token = Container(in, TokenType::kMap, mark & 0x0F);
  } else if (mark < 0xA0) {
    token = Container(in, TokenType::kArray, mark & 0x0F);
  } else if (mark < 0xC0) {
    token = Text(in, mark & 0x1F);
  } else {
    token = ReadMarked(in, mark);
  }
  if (!in.ok()) token.type = TokenType::kBad;
  return token;
}

bool SkipValue(ByteReader& in, int depth_max) {
  Token token = ReadToken(in);
  if (token.type == TokenType::kBad || depth_max < 0) return false;
  uint64_t values = token.count;
  if (token.type == TokenType::kMap) values *= 2;
  for (uint64_t i = 0; i < values; ++i) {
    if (!SkipValue(in, depth_max - 1)) return false;
  }
  return true;
}

}  // namespace lianban::workflow::sandbox

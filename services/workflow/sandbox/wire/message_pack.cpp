#include "services/workflow/sandbox/wire/message_pack.h"

#include <bit>

namespace lianban::workflow::sandbox {
namespace {

uint64_t BigEndian(ByteReader& in, int bytes) {
  uint64_t value = 0;
  for (int i = 0; i < bytes; ++i) value = value << 8 | in.U8();
  return value;
}

// Each fills in the token where it stands: it is large, and there is one for every value that crosses.
void Int(Token& token, int64_t value) {
  token.type = TokenType::kInt;
  token.integer = value;
}

void Bool(Token& token, bool value) {
  token.type = TokenType::kBool;
  token.integer = value;
}

void Text(Token& token, ByteReader& in, size_t size) {
  token.text = in.Bytes(size);
  token.type = TokenType::kText;
}

void Container(Token& token, ByteReader& in, TokenType type, uint64_t count) {
  const uint64_t bytes_least = type == TokenType::kMap ? count * 2 : count;
  if (bytes_least > in.remaining()) return in.Fail();
  token.type = type;
  token.count = static_cast<uint32_t>(count);
}

void ReadMarked(Token& token, ByteReader& in, uint8_t mark) {
  switch (mark) {
    case 0xC0: token.type = TokenType::kNil; return;
    case 0xC2: return Bool(token, false);
    case 0xC3: return Bool(token, true);
    case 0xCB:
      token.type = TokenType::kFloat;
      token.number = std::bit_cast<double>(BigEndian(in, 8));
      return;
    case 0xD0: return Int(token, static_cast<int8_t>(BigEndian(in, 1)));
    case 0xD1: return Int(token, static_cast<int16_t>(BigEndian(in, 2)));
    case 0xD2: return Int(token, static_cast<int32_t>(BigEndian(in, 4)));
    case 0xD3: return Int(token, static_cast<int64_t>(BigEndian(in, 8)));
    case 0xD9: return Text(token, in, BigEndian(in, 1));
    case 0xDA: return Text(token, in, BigEndian(in, 2));
    case 0xDB: return Text(token, in, BigEndian(in, 4));
    case 0xDC: return Container(token, in, TokenType::kArray, BigEndian(in, 2));
    case 0xDD: return Container(token, in, TokenType::kArray, BigEndian(in, 4));
    case 0xDE: return Container(token, in, TokenType::kMap, BigEndian(in, 2));
    case 0xDF: return Container(token, in, TokenType::kMap, BigEndian(in, 4));
    default: return in.Fail();
  }
}

}  // namespace

void MessagePackWriter::Marked(uint8_t mark, uint64_t value, int bytes) {
  char token[9] = {static_cast<char>(mark)};
  for (int i = 1; i <= bytes; ++i) token[i] = static_cast<char>(value >> (bytes - i) * 8);
  out_.append(token, static_cast<size_t>(bytes) + 1);
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
    char token[32] = {static_cast<char>(0xA0 | text.size())};
    text.copy(token + 1, text.size());
    out_.append(token, text.size() + 1);
    return;
  }
  Marked(0xDB, text.size(), 4);
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
  Token token;
  const uint8_t mark = in.U8();
  if (!in.ok()) return token;
  if (mark >= 0xA0 && mark < 0xC0) {
    Text(token, in, mark & 0x1F);
  } else if (mark < 0x80 || mark >= 0xE0) {
    Int(token, static_cast<int8_t>(mark));
  } else if (mark < 0x90) {
    Container(token, in, TokenType::kMap, mark & 0x0F);
  } else if (mark < 0xA0) {
    Container(token, in, TokenType::kArray, mark & 0x0F);
  } else {
    ReadMarked(token, in, mark);
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

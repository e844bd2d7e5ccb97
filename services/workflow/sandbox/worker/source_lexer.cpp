#include "services/workflow/sandbox/worker/source_lexer.h"

#include <algorithm>
#include <array>

namespace lianban::workflow::sandbox {
namespace {

using Kind = SourceToken::Kind;

constexpr std::array<std::string_view, 22> kKeywords = {
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if",
    "in", "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while"};
constexpr std::array<std::string_view, 10> kLongSymbols = {"...", "..", "==", "~=", "<=", ">=", "//", "::", "<<", ">>"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsNameStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsNamePart(char c) { return IsNameStart(c) || IsDigit(c); }

}  // namespace

void SourceLexer::Advance(size_t count) {
  for (size_t i = 0; i < count && at_ < source_.size(); ++i, ++at_) {
    char c = source_[at_];
    if (c == '\n') {
      ++line_;
      column_ = 1;
    } else if ((c & 0xC0) != 0x80) {
      ++column_;
    }
  }
}

int SourceLexer::LongBracketLevel() const {
  if (At() != '[') return -1;
  size_t level = 0;
  while (At(1 + level) == '=') ++level;
  return At(1 + level) == '[' ? static_cast<int>(level) : -1;
}

std::string_view SourceLexer::LongText(int level) {
  std::string close = "]" + std::string(static_cast<size_t>(level), '=') + "]";
  Advance(static_cast<size_t>(level) + 2);
  size_t start = at_;
  size_t end = source_.find(close, at_);
  if (end == source_.npos) end = source_.size();
  Advance(end - at_ + close.size());
  return source_.substr(start, end - start);
}

void SourceLexer::SkipBlanks() {
  while (at_ < source_.size()) {
    char c = At();
    if (c == ' ' || (c >= 9 && c <= 13)) {
      Advance();
    } else if (c == '-' && At(1) == '-') {
      Advance(2);
      if (int level = LongBracketLevel(); level >= 0) {
        LongText(level);
      } else {
        while (at_ < source_.size() && At() != '\n') Advance();
      }
    } else {
      return;
    }
  }
}

SourceToken SourceLexer::Quoted(SourceToken token) {
  char quote = At();
  Advance();
  size_t start = at_;
  while (at_ < source_.size() && At() != quote) {
    if (At() == '\\') {
      token.escaped = true;
      Advance();
    }
    Advance();
  }
  token.kind = Kind::kText;
  token.text = source_.substr(start, at_ - start);
  Advance();
  return token;
}

SourceToken SourceLexer::Numeral(SourceToken token) {
  size_t start = at_;
  bool hex = At() == '0' && (At(1) == 'x' || At(1) == 'X');
  token.kind = Kind::kInteger;
  for (char before = '\0'; at_ < source_.size(); Advance()) {
    char c = At();
    bool exponent = hex ? before == 'p' || before == 'P' : before == 'e' || before == 'E';
    if (c == '.' || (!hex && (c == 'e' || c == 'E')) || (hex && (c == 'p' || c == 'P'))) token.kind = Kind::kFloat;
    if (!IsNamePart(c) && c != '.' && !(exponent && (c == '+' || c == '-'))) break;
    before = c;
  }
  token.text = source_.substr(start, at_ - start);
  return token;
}

SourceToken SourceLexer::Next() {
  SkipBlanks();
  SourceToken token{.line = line_, .column = column_};
  if (at_ >= source_.size()) return token;
  char c = At();
  if (IsNameStart(c)) {
    size_t size = 1;
    while (IsNamePart(At(size))) ++size;
    token.text = source_.substr(at_, size);
    bool keyword = std::find(kKeywords.begin(), kKeywords.end(), token.text) != kKeywords.end();
    token.kind = keyword ? Kind::kKeyword : Kind::kName;
    Advance(size);
    return token;
  }
  if (IsDigit(c) || (c == '.' && IsDigit(At(1)))) return Numeral(token);
  if (c == '"' || c == '\'') return Quoted(token);
  if (int level = LongBracketLevel(); level >= 0) {
    token.kind = Kind::kText;
    token.text = LongText(level);
    return token;
  }
  token.kind = Kind::kSymbol;
  size_t size = 1;
  for (std::string_view symbol : kLongSymbols) {
    if (source_.substr(at_).starts_with(symbol)) {
      size = symbol.size();
      break;
    }
  }
  token.text = source_.substr(at_, size);
  Advance(size);
  return token;
}

}  // namespace lianban::workflow::sandbox

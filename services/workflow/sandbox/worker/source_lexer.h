#pragma once
// Lua 5.4 tokens with line and column, for the checks of source_scan. Expects a source that the compiler accepts; on any
// other it still ends.

#include <string>
#include <string_view>

namespace lianban::workflow::sandbox {

struct SourceToken {
  enum class Kind { kEnd, kName, kKeyword, kText, kInteger, kFloat, kSymbol };
  Kind kind = Kind::kEnd;
  std::string_view text;   // as written; of kText: between the quotes
  bool escaped = false;    // kText: `text` is not yet its value
  int line = 1;
  int column = 1;          // in characters, first is 1

  bool Is(std::string_view symbol_or_keyword) const {
    return (kind == Kind::kSymbol || kind == Kind::kKeyword) && text == symbol_or_keyword;
  }
};

class SourceLexer {
 public:
  explicit SourceLexer(std::string_view source) : source_(source) {}
  SourceToken Next();

 private:
  char At(size_t ahead = 0) const { return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0'; }
  void Advance(size_t count = 1);
  void SkipBlanks();
  int LongBracketLevel() const;  // of [==[ here; -1 when it is none
  std::string_view LongText(int level);
  SourceToken Quoted(SourceToken token);
  SourceToken Numeral(SourceToken token);

  std::string_view source_;
  size_t at_ = 0;
  int line_ = 1;
  int column_ = 1;
};

}  // namespace lianban::workflow::sandbox

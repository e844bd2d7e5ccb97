#include "services/workflow/language/outcome_order.h"

#include <cctype>

namespace lianban::workflow {
namespace {

bool IsWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// Walks over Lua source, skipping comments and strings.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  // The next word or single sign; "" at the end. Strings come as "\"".
  std::string_view Next() {
    SkipBlanks();
    if (at_ >= text_.size()) return {};
    size_t from = at_;
    if (IsWord(text_[at_])) {
      while (at_ < text_.size() && IsWord(text_[at_])) ++at_;
      return text_.substr(from, at_ - from);
    }
    if (text_[at_] == '"' || text_[at_] == '\'') {
      SkipString();
      return "\"";
    }
    ++at_;
    return text_.substr(from, 1);
  }

 private:
  void SkipBlanks() {
    while (at_ < text_.size()) {
      if (std::isspace(static_cast<unsigned char>(text_[at_]))) {
        ++at_;
      } else if (text_.substr(at_, 4) == "--[[") {
        size_t end = text_.find("]]", at_);
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else if (text_.substr(at_, 2) == "--") {
        size_t end = text_.find('\n', at_);
        at_ = end == std::string_view::npos ? text_.size() : end;
      } else {
        return;
      }
    }
  }

  void SkipString() {
    char quote = text_[at_++];
    while (at_ < text_.size() && text_[at_] != quote) at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_ + 1, text_.size());
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

std::vector<std::string> WrittenOutcomes(std::string_view source, int line) {
  for (int n = 1; n < line && !source.empty(); ++n) {
    size_t end = source.find('\n');
    source = end == std::string_view::npos ? std::string_view() : source.substr(end + 1);
  }
  Scanner scanner(source);
  std::string_view before, word;
  // `on` `=` `{`, but not `x.on`.
  while (!(word = scanner.Next()).empty()) {
    if (word == "on" && before != ".") {
      if (scanner.Next() == "=" && scanner.Next() == "{") break;
      word = {};
    }
    before = word;
  }
  std::vector<std::string> keys;
  int depth = 1;
  std::string_view last;
  while (depth > 0 && !(word = scanner.Next()).empty()) {
    if (word == "{" || word == "(") ++depth;
    if (word == "}" || word == ")") --depth;
    if (word == "=" && depth == 1 && !last.empty() && IsWord(last[0])) keys.emplace_back(last);
    last = word;
  }
  return keys;
}

}  // namespace lianban::workflow

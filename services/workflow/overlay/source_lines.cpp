#include "services/workflow/overlay/source_lines.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace lianban::workflow::overlay {
namespace {

bool IsWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

struct Token {
  enum class Kind { kEnd, kWord, kString, kSign };
  Kind kind = Kind::kEnd;
  std::string_view text;  // of a string: without its quotes
  int line = 0;
  size_t at = 0;  // in the text
};

std::string_view FromLine(std::string_view source, int line) {
  for (int n = 1; n < line && !source.empty(); ++n) {
    const size_t end = source.find('\n');
    source = end == std::string_view::npos ? std::string_view() : source.substr(end + 1);
  }
  return source;
}

// Words, strings and signs of Lua source; comments are skipped.
class Scanner {
 public:
  Scanner(std::string_view text, int line) : text_(text), line_(line) {}

  Token Next() {
    SkipBlanks();
    if (at_ >= text_.size()) return {};
    const size_t from = at_;
    const int line = line_;
    if (IsWord(text_[at_])) {
      while (at_ < text_.size() && IsWord(text_[at_])) ++at_;
      return {Token::Kind::kWord, text_.substr(from, at_ - from), line, from};
    }
    if (text_[at_] == '"' || text_[at_] == '\'') return String(line);
    if (text_.substr(at_, 2) == "[[") {
      Skip(text_.find("]]", at_), 2);
      return {Token::Kind::kString, text_.substr(from + 2, at_ < from + 4 ? 0 : at_ - from - 4), line};
    }
    ++at_;
    return {Token::Kind::kSign, text_.substr(from, 1), line};
  }

 private:
  void Skip(size_t end, size_t size) {
    const size_t to = end == std::string_view::npos ? text_.size() : std::min(end + size, text_.size());
    for (; at_ < to; ++at_) line_ += text_[at_] == '\n';
  }

  void SkipBlanks() {
    while (at_ < text_.size()) {
      if (std::isspace(static_cast<unsigned char>(text_[at_]))) {
        line_ += text_[at_++] == '\n';
      } else if (text_.substr(at_, 4) == "--[[") {
        Skip(text_.find("]]", at_), 2);
      } else if (text_.substr(at_, 2) == "--") {
        Skip(text_.find('\n', at_), 0);
      } else {
        return;
      }
    }
  }

  Token String(int line) {
    const char quote = text_[at_++];
    const size_t from = at_;
    while (at_ < text_.size() && text_[at_] != quote) at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_, text_.size());
    const std::string_view inside = text_.substr(from, at_ - from);
    at_ = std::min(at_ + 1, text_.size());
    return {Token::Kind::kString, inside, line};
  }

  std::string_view text_;
  size_t at_ = 0;
  int line_;
};

// +1 for a word that opens a block of statements, -1 for one that closes it.
int BlockStep(const Token& token) {
  if (token.kind != Token::Kind::kWord) return 0;
  if (token.text == "function" || token.text == "if" || token.text == "do" || token.text == "repeat") return 1;
  return token.text == "end" || token.text == "until" ? -1 : 0;
}

int BracketStep(const Token& token) {
  if (token.kind != Token::Kind::kSign) return 0;
  if (token.text == "{" || token.text == "(" || token.text == "[") return 1;
  return token.text == "}" || token.text == ")" || token.text == "]" ? -1 : 0;
}

bool Is(const Token& token, std::string_view sign) { return token.kind == Token::Kind::kSign && token.text == sign; }

}  // namespace

std::map<std::string, int> KeyLines(std::string_view source, int line, std::string_view kind, std::string_view name) {
  Scanner scanner(FromLine(source, line), line);
  Token before, token = scanner.Next();
  const auto begins = [&] { return before.text == kind && token.kind == Token::Kind::kString && token.text == name; };
  for (; token.kind != Token::Kind::kEnd && !begins(); token = scanner.Next()) before = token;
  while (token.kind != Token::Kind::kEnd && !Is(token, "{")) token = scanner.Next();
  std::map<std::string, int> lines;
  std::vector<std::string> owners = {""};  // of each open bracket: the key it belongs to
  std::string last_key;
  Token key;
  int blocks = 0;
  bool fresh = true;      // a key may begin here: after `{` or `,`
  bool bracketed = false;  // inside ["…"]
  while (!owners.empty() && (token = scanner.Next()).kind != Token::Kind::kEnd) {
    blocks += BlockStep(token);
    if (blocks > 0) continue;
    if (Is(token, "[") && fresh) {
      bracketed = true;
      continue;
    }
    if (bracketed) {
      if (token.kind == Token::Kind::kString) key = token;
      bracketed = !Is(token, "]");
      fresh = false;
      continue;
    }
    if (Is(token, "=") && key.kind != Token::Kind::kEnd && owners.size() <= 2) {
      last_key = owners.back().empty() ? std::string(key.text) : owners.back() + "." + std::string(key.text);
      lines.emplace(last_key, key.line);
    }
    key = fresh && token.kind == Token::Kind::kWord ? token : Token{};
    const int step = BracketStep(token);
    if (step > 0) owners.push_back(Is(token, "{") && owners.size() == 1 && !last_key.empty() ? last_key : "#");
    if (step < 0) owners.pop_back();
    fresh = Is(token, "{") || Is(token, ",") || Is(token, ";");
    if (fresh && !Is(token, "{") && owners.size() == 1) last_key.clear();
  }
  return lines;
}

std::string RuleText(std::string_view source, int line) {
  const std::string_view rest = FromLine(source, line);
  Scanner scanner(rest, line);
  int depth = 0, last_line = line;
  for (Token token = scanner.Next(); token.kind != Token::Kind::kEnd; token = scanner.Next()) {
    if (token.line > last_line && depth <= 0) break;
    depth += BlockStep(token);
    last_line = token.line;
  }
  const std::string_view after = FromLine(source, last_line + 1);
  std::string text(rest.substr(0, rest.size() - after.size()));
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.pop_back();
  const size_t from = text.find_first_not_of(" \t");
  return from == std::string::npos ? "" : text.substr(from);
}

std::vector<DottedName> DottedNames(std::string_view source) {
  std::vector<DottedName> names;
  Scanner scanner(source, 1);
  Token before, token = scanner.Next();
  while (token.kind != Token::Kind::kEnd) {
    const bool begins = token.kind == Token::Kind::kWord && !Is(before, ".") && !Is(before, ":");
    DottedName name{{token.text}, token.line, static_cast<int>(token.at - source.rfind('\n', token.at))};
    before = token;
    token = scanner.Next();
    while (begins && Is(token, ".")) {
      before = token;
      token = scanner.Next();
      if (token.kind != Token::Kind::kWord) break;
      name.parts.push_back(token.text);
      before = token;
      token = scanner.Next();
    }
    if (name.parts.size() > 1) names.push_back(std::move(name));
  }
  return names;
}

std::string Preamble(std::string_view source) {
  Scanner scanner(source, 1);
  int depth = 0;
  for (Token token = scanner.Next(); token.kind != Token::Kind::kEnd; token = scanner.Next()) {
    depth += BlockStep(token);
    if (depth == 0 && token.kind == Token::Kind::kWord && token.text == "return") {
      return std::string(source.substr(0, source.size() - FromLine(source, token.line).size()));
    }
  }
  return std::string(source);
}

}  // namespace lianban::workflow::overlay

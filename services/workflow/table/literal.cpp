#include "services/workflow/table/literal.h"

#include <charconv>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/time/civil_time.h"
#include "fmt/format.h"
#include "services/workflow/table/cell.h"
#include "services/workflow/validate/characters.h"
#include "services/workflow/validate/date.h"
#include "services/workflow/validate/money.h"

namespace lianban::workflow {

std::string TidyText(std::string_view cell) {
  std::u32string points = CodePoints(cell);
  bool quoted = false;
  for (char32_t& point : points) {
    if (point == U'“' || point == U'”' || point == U'＂') point = '"';
    if (point == '"') quoted = !quoted;
    // Inside quotes every character is the author's own.
    constexpr std::u32string_view kSigns = U"（）［］，＜＞＝－";
    if (!quoted && kSigns.find(point) != kSigns.npos) point -= 0xFEE0;
    if (!quoted && (point == 0x3000 || point == 0xA0)) point = ' ';
  }
  return std::string(Trimmed(Utf8(points)));
}

std::string WriteMoney(const nlohmann::json& fen) { return YuanFromFen(fen.get<int64_t>()); }

void Literals::SkipSpace() {
  while (!rest_.empty() && std::string_view(" \t\r\n").find(rest_.front()) != std::string_view::npos) {
    rest_.remove_prefix(1);
  }
}

bool Literals::AtEnd() {
  SkipSpace();
  return rest_.empty();
}

bool Literals::Take(std::string_view token) {
  SkipSpace();
  if (!rest_.starts_with(token)) return false;
  rest_.remove_prefix(token.size());
  return true;
}

bool Literals::TakeWord(std::string_view token) {
  SkipSpace();
  if (rest_.size() < token.size()) return false;
  for (size_t i = 0; i < token.size(); ++i) {
    const char c = rest_[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c) != token[i]) return false;
  }
  rest_.remove_prefix(token.size());
  return true;
}

// Up to a stop or "..", without white space behind.
std::string_view Literals::Bare(std::string_view stops) {
  size_t end = 0;
  while (end < rest_.size() && stops.find(rest_[end]) == stops.npos && rest_.substr(end, 2) != "..") ++end;
  std::string_view word = rest_.substr(0, end);
  rest_.remove_prefix(end);
  while (!word.empty() && (word.back() == ' ' || word.back() == '\t')) word.remove_suffix(1);
  return word;
}

// After the opening quote. \" and \\ stand for themselves.
std::optional<CellError> Literals::Quoted(std::string* out) {
  for (size_t i = 0; i < rest_.size(); ++i) {
    if (rest_[i] == '"') {
      rest_.remove_prefix(i + 1);
      return std::nullopt;
    }
    if (rest_[i] == '\\' && i + 1 < rest_.size() && (rest_[i + 1] == '"' || rest_[i + 1] == '\\')) ++i;
    *out += rest_[i];
  }
  return CellError{false, "引号没有结束", "a quote is not closed"};
}

std::optional<CellError> Literals::Wrong(std::string_view word) const {
  const std::string_view example = type_ == "bool"    ? "true, false"
                                   : type_ == "date"  ? "2026-01-31, >=2026-01-01, [2026-01-01..2026-12-31]"
                                   : type_ == "money" ? "2000, 99.50, >=2000, [2000..5000)"
                                                      : "18, >=18, <60, [18..60)";
  return CellError{true, fmt::format("“{}”不是 {} 类型，可以写 {}", word, type_, example),
                   fmt::format("\"{}\" is not of type {}; write for example {}", word, type_, example)};
}

std::optional<CellError> Literals::Typed(std::string_view word, nlohmann::json* value) const {
  if (type_ == "money") {
    const auto fen = FenFromYuan(word);
    if (!fen.ok()) return Wrong(word);
    *value = *fen;
  } else if (type_ == "date") {
    const auto day = ParseDate(word);
    if (!day.ok()) return Wrong(word);
    *value = absl::FormatCivilTime(*day);
  } else if (type_ == "bool") {
    const std::string small = absl::AsciiStrToLower(absl::string_view(word.data(), word.size()));  // spreadsheets store TRUE
    if (small != "true" && small != "false" && word != "是" && word != "否") return Wrong(word);
    *value = small == "true" || word == "是";
  } else {
    int64_t whole = 0;
    const char* end = word.data() + word.size();
    const auto read = std::from_chars(word.data(), end, whole);
    if (read.ec == std::errc() && read.ptr == end) {
      *value = whole;
      return std::nullopt;
    }
    double number = 0;
    const auto fraction = std::from_chars(word.data(), end, number, std::chars_format::fixed);
    if (type_ == "integer" || fraction.ec != std::errc() || fraction.ptr != end || !std::isfinite(number)) {
      return Wrong(word);
    }
    *value = number;
  }
  return std::nullopt;
}

std::optional<CellError> Literals::Read(nlohmann::json* value) {
  const bool wrapped = type_ == "date" && TakeWord("date(");
  if (Take("\"")) {
    std::string word;
    if (auto error = Quoted(&word)) return error;
    if (wrapped && !Take(")")) return CellError{false, "date( 没有右括号", "date( is not closed"};
    if (type_ == "text") {
      *value = word;
      return std::nullopt;
    }
    return type_ == "date" ? Typed(word, value) : Wrong(word);
  }
  SkipSpace();
  const std::string_view word = Bare(type_ == "text" ? ",()\"" : ",()[]\"");
  if (wrapped && !Take(")")) return CellError{false, "date( 没有右括号", "date( is not closed"};
  if (word.empty()) return CellError{false, "这里缺少一个值", "a value is missing here"};
  if (type_ != "text") return Typed(word, value);
  *value = std::string(word);
  return std::nullopt;
}

}  // namespace lianban::workflow

#include "services/workflow/table/cell.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/workflow/table/literal.h"
#include "services/workflow/validate/characters.h"

namespace lianban::workflow {
namespace {

// test  := "-" | "" | "not(" list ")" | list
// list  := item { "," item }
// item  := range | comparison | starts(values) | contains(values) | literal
// range := ("[" | "(" | "]") literal ".." literal ("]" | ")" | "[")
class CellReader {
 public:
  CellReader(std::string_view text, std::string_view type) : literal_(text, type), text_(text), type_(type) {}

  std::optional<CellError> Test(CellTest* test) {
    Literals& in = literal_;
    if (in.AtEnd()) return std::nullopt;
    test->negated = in.TakeWord("not(");
    std::vector<CellTest> items;
    do {
      CellTest item;
      if (auto error = Item(&item)) return error;
      Merge(std::move(item), &items);
    } while (in.Take(","));
    if (test->negated && !in.Take(")")) return Syntax("not( 没有右括号", "not( is not closed");
    if (!in.AtEnd()) return Syntax(fmt::format("看不懂“{}”", in.Rest()), fmt::format("cannot read \"{}\"", in.Rest()));
    const bool negated = test->negated;
    if (items.size() == 1) {
      *test = std::move(items[0]);
    } else {
      test->kind = CellTest::Kind::kAlternatives;
      test->alternatives = std::move(items);
    }
    test->negated = negated;
    return std::nullopt;
  }

 private:
  static std::optional<CellError> Syntax(std::string zh, std::string en) { return CellError{false, std::move(zh), std::move(en)}; }

  // "a","b" is one set of two, not two alternatives.
  static void Merge(CellTest item, std::vector<CellTest>* items) {
    if (item.kind == CellTest::Kind::kSet && !items->empty() && items->back().kind == CellTest::Kind::kSet) {
      items->back().set.push_back(std::move(item.set[0]));
    } else {
      items->push_back(std::move(item));
    }
  }

  std::optional<CellError> Item(CellTest* item) {
    Literals& in = literal_;
    if (type_ == "text" && in.TakeWord("starts(")) return Values(CellTest::Kind::kPrefix, item);
    if (type_ == "text" && in.TakeWord("contains(")) return Values(CellTest::Kind::kContains, item);
    for (std::string_view sign : {"<=", ">=", "≤", "≥", "<", ">"}) {
      if (in.Take(sign)) return Comparison(sign, item);
    }
    for (std::string_view open : {"[", "(", "]"}) {
      if (in.Take(open)) return Range(open == "[", item);
    }
    if (in.Take("≠") || in.Take("!=")) return Syntax("“不等于”写成 not(…)", "\"not equal\" is written not(…)");
    in.Take("=");
    item->kind = CellTest::Kind::kSet;
    item->set.emplace_back();
    return in.Read(&item->set[0]);
  }

  std::optional<CellError> Values(CellTest::Kind kind, CellTest* item) {
    item->kind = kind;
    do {
      nlohmann::json value;
      if (auto error = literal_.Read(&value)) return error;
      item->set.push_back(std::move(value));
    } while (literal_.Take(","));
    if (!literal_.Take(")")) return Syntax("缺少右括号", "a closing bracket is missing");
    return std::nullopt;
  }

  std::optional<CellError> Ordered() const {
    if (type_ != "text" && type_ != "bool") return std::nullopt;
    return CellError{true, fmt::format("{} 列不能比较大小；文字请加引号", type_),
                     fmt::format("a column of type {} has no order; put text in quotes", type_)};
  }

  std::optional<CellError> Comparison(std::string_view sign, CellTest* item) {
    if (auto error = Ordered()) return error;
    item->kind = CellTest::Kind::kRange;
    const bool below = sign.starts_with('<') || sign == "≤";
    const bool inclusive = sign.ends_with('=') || sign.size() > 2;
    (below ? item->high_inclusive : item->low_inclusive) = inclusive;
    return literal_.Read(below ? &item->high : &item->low);
  }

  std::optional<CellError> Range(bool low_inclusive, CellTest* item) {
    if (auto error = Ordered()) return error;
    item->kind = CellTest::Kind::kRange;
    item->low_inclusive = low_inclusive;
    if (auto error = literal_.Read(&item->low)) return error;
    if (!literal_.Take("..")) return Syntax("区间应写成 [1..5]", "a range is written [1..5]");
    if (auto error = literal_.Read(&item->high)) return error;
    item->high_inclusive = literal_.Take("]");
    if (!item->high_inclusive && !literal_.Take(")") && !literal_.Take("[")) {
      return Syntax("区间没有右括号", "the range is not closed");
    }
    if (item->high < item->low) return Syntax("区间的上限小于下限", "the range ends before it begins");
    return std::nullopt;
  }

  Literals literal_;
  std::string_view text_;
  std::string_view type_;
};

// 1,500 as a spreadsheet shows it, alone or behind a sign or in a range: one number, or the two values 1 and 500? Nobody can
// tell, so it has to be said.
std::optional<CellError> Grouped(std::string_view text, std::string_view type) {
  if (type != "number" && type != "integer" && type != "money") return std::nullopt;
  const auto digit = [&](size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  for (size_t comma = text.find(','); comma != text.npos; comma = text.find(',', comma + 1)) {
    const bool three = digit(comma + 1) && digit(comma + 2) && digit(comma + 3) && !digit(comma + 4);
    if (comma == 0 || !digit(comma - 1) || !three) continue;
    return CellError{false, fmt::format("“{}”里的逗号像千分位：一个数请去掉逗号，几个数请在逗号后空一格", text),
                     fmt::format("the comma in \"{}\" may group digits: leave it out, or put a space behind it between two values", text)};
  }
  return std::nullopt;
}

// 330602001000 as a spreadsheet spoils it, 3.30602E+11: the digits are lost.
std::optional<CellError> Spoiled(std::string_view text, std::string_view type) {
  const size_t mark = text.find("E+");
  if (type != "text" || mark == text.npos || !IsDigits(text.substr(0, 1)) || !IsDigits(text.substr(mark + 2))) return std::nullopt;
  if (text.substr(0, mark).find_first_not_of("0123456789.") != text.npos) return std::nullopt;
  return CellError{true, fmt::format("“{}”是表格软件改成科学计数的编号：把这一列设为文本格式，重新填写", text),
                   fmt::format("\"{}\" is a code that a spreadsheet has turned into a number: format the column as text and type it again", text)};
}

// A dash of any length, which input methods write for "-".
bool IsDash(std::string_view text) {
  for (std::string_view dash : {"-", "—", "——", "–", "−", "﹣", "－"}) {
    if (text == dash) return true;
  }
  return false;
}

}  // namespace

bool IsColumnType(std::string_view type) {
  constexpr std::string_view kTypes[] = {"text", "number", "integer", "money", "date", "bool"};
  return std::find(std::begin(kTypes), std::end(kTypes), type) != std::end(kTypes);
}

std::optional<CellError> ParseTestCell(std::string_view cell, std::string_view type, CellTest* test) {
  const std::string text = type == "text" ? TidyText(cell) : Tidy(cell);
  if (IsDash(text)) return std::nullopt;
  if (auto error = Grouped(text, type)) return error;
  if (auto error = Spoiled(text, type)) return error;
  return CellReader(text, type).Test(test);
}

std::optional<CellError> ParseLiteralCell(std::string_view cell, std::string_view type, nlohmann::json* value) {
  const std::string text = type == "text" ? TidyText(cell) : Tidy(cell);
  if (text.empty() || (IsDash(text) && type != "text")) return std::nullopt;
  if (auto error = Grouped(text, type)) return error;
  if (auto error = Spoiled(text, type)) return error;
  if (type == "text" && !text.starts_with('"')) {
    *value = std::string(Trimmed(cell));  // an output is one value: commas and brackets are part of it, as they were typed
    return std::nullopt;
  }
  Literals in(text, type);
  if (auto error = in.Read(value)) return error;
  if (in.AtEnd()) return std::nullopt;
  return CellError{false, fmt::format("“{}”之后还有内容", text), fmt::format("\"{}\" holds more than one value", text)};
}

std::optional<CellError> ParseTypeCell(std::string_view cell, TableColumn* column) {
  const std::string text = TidyText(cell);
  const size_t open = text.find('(');
  column->type = text.substr(0, open);
  if (!IsColumnType(column->type)) {
    return CellError{true, fmt::format("不认识类型“{}”", text), fmt::format("there is no type \"{}\"", text)};
  }
  if (open == std::string::npos) return std::nullopt;
  Literals in(std::string_view(text).substr(open + 1), column->type);
  do {
    if (auto error = in.Read(&column->allowed.emplace_back())) return error;
  } while (in.Take(","));
  if (in.Take(")") && in.AtEnd()) return std::nullopt;
  return CellError{false, "取值列表没有右括号", "the list of values is not closed"};
}

std::string WriteLiteral(const nlohmann::json& value, std::string_view type) {
  if (type == "money") return WriteMoney(value);
  return value.is_string() && type != "text" ? value.get<std::string>() : value.dump();
}

}  // namespace lianban::workflow

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
    if (in.AtEnd() || text_ == "-") return std::nullopt;
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

}  // namespace

bool IsColumnType(std::string_view type) {
  constexpr std::string_view kTypes[] = {"text", "number", "integer", "money", "date", "bool"};
  return std::find(std::begin(kTypes), std::end(kTypes), type) != std::end(kTypes);
}

std::optional<CellError> ParseTestCell(std::string_view cell, std::string_view type, CellTest* test) {
  const std::string text = type == "text" ? TidyText(cell) : Tidy(cell);
  return CellReader(text, type).Test(test);
}

std::optional<CellError> ParseLiteralCell(std::string_view cell, std::string_view type, nlohmann::json* value) {
  const std::string text = type == "text" ? TidyText(cell) : Tidy(cell);
  if (text.empty() || (text == "-" && type != "text")) return std::nullopt;
  if (type == "text" && !text.starts_with('"')) {
    // An output is one value: commas and brackets are part of it, as they were typed.
    const size_t first = cell.find_first_not_of(" \t\r\n");
    *value = std::string(cell.substr(first, cell.find_last_not_of(" \t\r\n") - first + 1));
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

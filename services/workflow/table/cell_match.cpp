#include "services/workflow/table/cell_match.h"

#include <algorithm>

namespace lianban::workflow {
namespace {

using nlohmann::json;

bool InRange(const CellTest& test, const json& value) {
  if (!test.low.is_null() && (test.low_inclusive ? value < test.low : !(test.low < value))) return false;
  if (!test.high.is_null() && (test.high_inclusive ? test.high < value : !(value < test.high))) return false;
  return true;
}

bool Holds(const CellTest& test, const json& value) {
  const auto any = [&](auto passes) { return std::any_of(test.set.begin(), test.set.end(), passes); };
  switch (test.kind) {
    case CellTest::Kind::kAny: return true;
    case CellTest::Kind::kSet: return any([&](const json& one) { return one == value; });
    case CellTest::Kind::kRange: return InRange(test, value);
    case CellTest::Kind::kPrefix: {
      const auto& text = value.get_ref<const std::string&>();
      return any([&](const json& one) { return text.starts_with(one.get_ref<const std::string&>()); });
    }
    case CellTest::Kind::kContains: {
      const auto& text = value.get_ref<const std::string&>();
      return any([&](const json& one) { return text.find(one.get_ref<const std::string&>()) != text.npos; });
    }
    case CellTest::Kind::kAlternatives:
      return std::any_of(test.alternatives.begin(), test.alternatives.end(),
                         [&](const CellTest& one) { return Holds(one, value); });
  }
  return false;
}

}  // namespace

bool Matches(const CellTest& test, const json& value) {
  if (test.kind == CellTest::Kind::kAny) return true;
  if (!value.is_array()) return Holds(test, value) != test.negated;
  const bool found = std::any_of(value.begin(), value.end(), [&](const json& one) { return Holds(test, one); });
  return found != test.negated;
}

}  // namespace lianban::workflow

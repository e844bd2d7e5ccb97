#include "services/workflow/table/regions.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/time/civil_time.h"
#include "fmt/format.h"
#include "services/workflow/table/cell.h"
#include "services/workflow/table/cell_match.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

struct Mentioned {
  std::set<json> values;              // literals and ends of ranges
  std::set<std::string> prefixes, parts;
  bool open = false;                  // a cell speaks about values it does not name
};

void Collect(const CellTest& test, Mentioned* out) {
  if (test.negated) out->open = true;
  switch (test.kind) {
    case CellTest::Kind::kSet: out->values.insert(test.set.begin(), test.set.end()); break;
    case CellTest::Kind::kRange:
      if (!test.low.is_null()) out->values.insert(test.low);
      if (!test.high.is_null()) out->values.insert(test.high);
      break;
    case CellTest::Kind::kPrefix:
    case CellTest::Kind::kContains:
      out->open = true;
      for (const json& one : test.set) {
        (test.kind == CellTest::Kind::kPrefix ? out->prefixes : out->parts).insert(one.get<std::string>());
      }
      break;
    case CellTest::Kind::kAlternatives:
      for (const CellTest& one : test.alternatives) Collect(one, out);
      break;
    case CellTest::Kind::kAny: break;
  }
}

struct Sample {
  json witness;
  std::string label;
  bool expected = true;
};
using Samples = std::vector<Sample>;

// Texts nobody writes stand for "something else around it".
constexpr char kElse[] = "\x01";

Samples TextSamples(const Mentioned& mentioned) {
  Samples samples;
  const auto add = [&](const std::string& text, const std::string& label, bool expected = true) {
    samples.push_back({text, label, expected});
  };
  for (const json& value : mentioned.values) samples.push_back({value, value.dump()});
  for (const std::string& prefix : mentioned.prefixes) add(prefix + kElse, fmt::format("{}…", prefix));
  for (const std::string& part : mentioned.parts) {
    add(kElse + part + kElse, fmt::format("…{}…", part));
    for (const std::string& prefix : mentioned.prefixes) add(prefix + kElse + part, fmt::format("{}…{}", prefix, part));
    for (const std::string& other : mentioned.parts) {
      if (part < other) add(kElse + part + kElse + other, fmt::format("…{}…{}…", part, other));
    }
  }
  std::string every = kElse;
  for (const std::string& part : mentioned.parts) every += part + kElse;
  if (mentioned.parts.size() > 2) add(every, "…");
  add(kElse, "其他", mentioned.open || mentioned.values.empty());
  return samples;
}

json DayAfter(const json& date, int days) {
  absl::CivilDay day;
  const bool read = absl::ParseCivilTime(date.get_ref<const std::string&>(), &day);
  return read ? json(absl::FormatCivilTime(day + days)) : date;
}

// A value just beside `end`; for dense numbers one that lies between `end` and `other` (null: none).
json Beside(const json& end, int direction, const json& other, std::string_view type) {
  if (type == "date") return DayAfter(end, direction);
  if (type != "number") {
    int64_t value = 0;
    return __builtin_add_overflow(end.get<int64_t>(), direction, &value) ? end : json(value);
  }
  if (other.is_null()) return end.get<double>() + direction;
  return (end.get<double>() + other.get<double>()) / 2;
}

Samples OrderedSamples(const Mentioned& mentioned, std::string_view type) {
  const auto write = [&](const json& value) { return WriteLiteral(value, type); };
  if (mentioned.values.empty()) return {{type == "date" ? json("2000-01-01") : json(1), "-"}};
  Samples samples;
  const json first = *mentioned.values.begin(), last = *mentioned.values.rbegin();
  // Money, ages and counts: nobody means the negative ones unless the column speaks of them.
  const bool from_zero = type != "date" && !(first < json(0));
  if (!from_zero) samples.push_back({Beside(first, -1, nullptr, type), fmt::format("<{}", write(first))});
  if (from_zero && json(0) < first) {
    samples.push_back({type == "number" ? json(first.get<double>() / 2) : json(0), fmt::format("[0..{})", write(first))});
  }
  for (auto it = mentioned.values.begin(); it != mentioned.values.end(); ++it) {
    samples.push_back({*it, write(*it)});
    const auto next = std::next(it);
    if (next == mentioned.values.end()) break;
    const json between = Beside(*it, 1, *next, type);
    if (*it < between && between < *next) {
      samples.push_back({between, fmt::format("({}..{})", write(*it), write(*next))});
    }
  }
  samples.push_back({Beside(last, 1, nullptr, type), fmt::format(">{}", write(last))});
  return samples;
}

Samples SamplesOf(const TableColumn& column, const Mentioned& mentioned) {
  if (!column.allowed.empty()) {
    Samples samples;
    for (const json& value : column.allowed) samples.push_back({value, WriteLiteral(value, column.type)});
    return samples;
  }
  if (column.type == "bool") return {{true, "true"}, {false, "false"}};
  return column.type == "text" ? TextSamples(mentioned) : OrderedSamples(mentioned, column.type);
}

}  // namespace

std::vector<Region> RegionsOf(const DecisionTable& table, const TableColumn& column, size_t input) {
  Mentioned mentioned;
  for (const TableRule& rule : table.rules) Collect(rule.tests[input], &mentioned);
  std::vector<Region> regions;
  std::map<RuleSet, size_t> known;  // values that pass the same tests are one region
  Samples samples = SamplesOf(column, mentioned);
  samples.push_back({nullptr, "(空)", false});
  for (auto& [witness, label, expected] : samples) {
    RuleSet rules = NoRules(table.rules.size());
    for (size_t i = 0; i < table.rules.size(); ++i) {
      const CellTest& test = table.rules[i].tests[input];
      if (test.kind == CellTest::Kind::kAny || (!witness.is_null() && Matches(test, witness))) Put(rules, i);
    }
    if (known.emplace(rules, regions.size()).second) regions.push_back({witness, label, expected, std::move(rules)});
  }
  return regions;
}

}  // namespace lianban::workflow

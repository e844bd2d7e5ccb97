#include <algorithm>
#include <cmath>

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/table/cell_match.h"
#include "services/workflow/table/decision_table.h"
#include "services/workflow/table/priority.h"
#include "services/workflow/validate/date.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;
using ColumnKind = TableColumn::Kind;

bool HasType(const json& value, std::string_view type) {
  if (type == "text") {
    if (!value.is_array()) return value.is_string();
    return std::all_of(value.begin(), value.end(), [](const json& one) { return one.is_string(); });
  }
  if (type == "bool") return value.is_boolean();
  if (type == "number") return value.is_number() && std::isfinite(value.get<double>());
  if (type == "date") return value.is_string() && ParseDate(value.get_ref<const std::string&>().substr(0, 10)).ok();
  return value.is_number_integer() ||
         (type == "integer" && value.is_number() && std::trunc(value.get<double>()) == value.get<double>());
}

// The inputs in column order; null where missing. `days` owns dates cut out of longer date-times.
absl::StatusOr<std::vector<const json*>> InputValues(const DecisionTable& table, const json& inputs,
                                                     std::vector<json>* days) {
  static const json kMissing;
  std::vector<const json*> values;
  days->reserve(table.columns.size());
  for (const TableColumn& column : table.columns) {
    if (column.kind != ColumnKind::kIn) continue;
    const auto it = inputs.is_object() ? inputs.find(column.name) : inputs.end();
    if (it == inputs.end() || it->is_null()) {
      values.push_back(&kMissing);
      continue;
    }
    if (!HasType(*it, column.type)) {
      return Error("TABLE_INPUT_TYPE", {{"table", table.name}, {"column", column.name}, {"type", column.type}});
    }
    const bool long_date = column.type == "date" && it->get_ref<const std::string&>().size() > 10;
    values.push_back(long_date ? &days->emplace_back(it->get_ref<const std::string&>().substr(0, 10)) : &*it);
  }
  return values;
}

bool Fires(const TableRule& rule, const std::vector<const json*>& values) {
  for (size_t i = 0; i < values.size(); ++i) {
    const bool any = rule.tests[i].kind == CellTest::Kind::kAny;
    if (!any && (values[i]->is_null() || !Matches(rule.tests[i], *values[i]))) return false;
  }
  return true;
}

json OutputsOf(const DecisionTable& table, const TableRule& rule) {
  json out = json::object();
  size_t i = 0;
  for (const TableColumn& column : table.columns) {
    if (column.kind == ColumnKind::kOut) out[column.name] = rule.outputs[i++];
  }
  return out;
}

json Aggregate(char function, const std::vector<const TableRule*>& fired) {
  if (function == '#') return fired.size();
  json result;
  for (const TableRule* rule : fired) {
    const json& value = rule->outputs[0];
    if (value.is_null()) continue;
    if (result.is_null()) {
      result = value;
    } else if (function == '<') {
      result = std::min(result, value);
    } else if (function == '>') {
      result = std::max(result, value);
    } else if (result.is_number_integer() && value.is_number_integer()) {
      int64_t sum = 0;
      if (__builtin_add_overflow(result.get<int64_t>(), value.get<int64_t>(), &sum)) {
        result = result.get<double>() + value.get<double>();
      } else {
        result = sum;
      }
    } else {
      result = result.get<double>() + value.get<double>();
    }
  }
  return result.is_null() && function == '+' ? json(0) : result;
}

absl::Status Ambiguous(const DecisionTable& table, const TableRule& one, const TableRule& other) {
  return Error("TABLE_AMBIGUOUS", {{"table", table.name}, {"first", one.id}, {"second", other.id}});
}

absl::StatusOr<TableDecision> Single(const DecisionTable& table, const std::vector<const TableRule*>& fired) {
  const TableRule* winner = fired[0];
  const char policy = table.hit_policy[0];
  for (size_t i = 1; i < fired.size(); ++i) {
    if (policy == 'U' || (policy == 'A' && fired[i]->outputs != winner->outputs)) {
      return Ambiguous(table, *winner, *fired[i]);
    }
    if (policy == 'P' && PriorityOf(table, *fired[i]) < PriorityOf(table, *winner)) winner = fired[i];
  }
  TableDecision decision{OutputsOf(table, *winner), {winner->id}, winner->notes};
  if (policy == 'A') {
    for (size_t i = 1; i < fired.size(); ++i) decision.fired.push_back(fired[i]->id);
  }
  return decision;
}

}  // namespace

absl::StatusOr<TableDecision> Decide(const DecisionTable& table, const json& inputs) {
  std::vector<json> days;
  LIANBAN_ASSIGN_OR_RETURN(const std::vector<const json*> values, InputValues(table, inputs, &days));
  std::vector<const TableRule*> fired;
  for (const TableRule& rule : table.rules) {
    if (!Fires(rule, values)) continue;
    fired.push_back(&rule);
    if (table.hit_policy == "F") break;
  }
  const std::string& policy = table.hit_policy;
  const bool may_be_empty = policy == "C" || policy == "C+" || policy == "C#";
  if (fired.empty() && !may_be_empty) return Error("TABLE_NO_ROW", {{"table", table.name}});
  if (std::string_view("UAPF").find(policy[0]) != std::string_view::npos) return Single(table, fired);

  if (policy == "O") {
    std::stable_sort(fired.begin(), fired.end(), [&](const TableRule* a, const TableRule* b) {
      return PriorityOf(table, *a) < PriorityOf(table, *b);
    });
  }
  TableDecision decision;
  decision.outputs = policy.size() == 2 ? Aggregate(policy[1], fired) : json::array();
  for (const TableRule* rule : fired) {
    if (policy.size() == 1) decision.outputs.push_back(OutputsOf(table, *rule));
    decision.fired.push_back(rule->id);
  }
  if (!fired.empty()) decision.notes = fired[0]->notes;
  return decision;
}

}  // namespace lianban::workflow

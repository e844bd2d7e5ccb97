#include "services/workflow/scenario/coverage.h"

#include "services/workflow/language/ways.h"

namespace lianban::workflow {
namespace {

// "examine: grant -> granted"; "L45": the condition in that line.
std::string TextOfWay(const Step& step, const Way& way) {
  const std::string by = way.conditional ? "L" + std::to_string(way.line) : way.otherwise ? "otherwise" : way.outcome;
  return step.name + (by.empty() || by == "next" ? "" : ": " + by) + " -> " + way.to;
}

// "routing:r1, r3" of an explanation, when routing is a table of the model.
void AddRows(const Model& model, const std::string& rule, std::set<std::string>& rows) {
  size_t colon = rule.find(':');
  if (colon == std::string::npos || !model.tables.contains(rule.substr(0, colon))) return;
  std::string table = rule.substr(0, colon + 1);
  for (size_t at = colon + 1; at < rule.size();) {
    size_t end = std::min(rule.find(", ", at), rule.size());
    rows.insert(table + rule.substr(at, end - at));
    at = end + 2;
  }
}

}  // namespace

void Touched::Add(const Model& model, const Transition& transition) {
  for (const Move& move : transition.moves) {
    steps.insert(move.to);
    if (move.way >= 0) ways.insert({move.from, move.way});
  }
  for (const Fact& fact : transition.facts) {
    auto explanation = fact.find("explanation");
    if (explanation != fact.end()) AddRows(model, explanation->value("rule", ""), rows);
  }
}

void Touched::Add(const Touched& other) {
  steps.insert(other.steps.begin(), other.steps.end());
  ways.insert(other.ways.begin(), other.ways.end());
  rows.insert(other.rows.begin(), other.rows.end());
}

Coverage CoverageOf(const Model& model, const Touched& touched) {
  Coverage coverage;
  auto count = [](Coverage::Part& part, bool hit, std::string name) {
    ++part.all;
    if (hit)
      ++part.touched;
    else
      part.missed.push_back(std::move(name));
  };
  for (size_t i = 0; i < model.steps.size(); ++i) {
    int from = static_cast<int>(i);
    count(coverage.steps, touched.steps.contains(from), model.steps[i].name);
    const std::vector<Way> ways = WaysOf(model.steps[i]);
    for (size_t way = 0; way < ways.size(); ++way) {
      if (!MayLeaveBy(model.steps[i], ways[way].outcome)) continue;
      count(coverage.ways, touched.ways.contains({from, static_cast<int>(way)}), TextOfWay(model.steps[i], ways[way]));
    }
  }
  for (const auto& [name, table] : model.tables) {
    for (const TableRule& rule : table.rules) {
      count(coverage.rows, touched.rows.contains(name + ":" + rule.id), name + ":" + rule.id);
    }
  }
  return coverage;
}

}  // namespace lianban::workflow

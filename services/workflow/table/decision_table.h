#pragma once
// Decision tables as CSV, DMN hit policies, S-FEEL style cells.
//
// Layout (UTF-8, optional BOM, opens in Excel and WPS):
//   row 1: hit policy letter (U A P F R O C, C+ C< C> C#), then the column names
//   row 2: kind of each column: in | out | note     (first cell: "kind")
//   row 3: type of each column: text number money date bool (first cell: "type")
//   rows : rule id, then cells. Input cells: -  "a","b"  not("a")  [1..5]  (0..10]  <5  >=18  date("2026-01-01")
//          empty input cell equals -. Output cells are literals. Note columns hold the clause (basis).

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

namespace lianban::workflow {

struct TableColumn {
  enum class Kind { kIn, kOut, kNote };
  std::string name;
  Kind kind = Kind::kIn;
  std::string type = "text";
};

// A parsed unary test; see decision_table.cpp for the grammar.
struct CellTest {
  enum class Kind { kAny, kSet, kRange };
  Kind kind = Kind::kAny;
  bool negated = false;
  std::vector<nlohmann::json> set;
  nlohmann::json low, high;  // null: open end
  bool low_inclusive = false, high_inclusive = false;
};

struct TableRule {
  std::string id;
  int line = 0;
  std::vector<CellTest> tests;             // one per input column
  std::vector<nlohmann::json> outputs;     // one per output column
  std::map<std::string, std::string> notes;
};

struct DecisionTable {
  std::string name;
  std::string hit_policy = "U";
  std::vector<TableColumn> columns;
  std::vector<TableRule> rules;
};

struct TableFinding {
  int line = 0;
  std::string code;  // TABLE_SYNTAX TABLE_TYPE TABLE_OVERLAP TABLE_GAP TABLE_UNREACHABLE
  std::string message;
};

struct TableDecision {
  nlohmann::json outputs;               // object; for C and R O policies an array of objects (or the aggregate)
  std::vector<std::string> fired;       // rule ids
  std::map<std::string, std::string> notes;  // of the first rule that fired
};

absl::StatusOr<DecisionTable> ParseDecisionTable(std::string_view name, std::string_view csv,
                                                 std::vector<TableFinding>* findings);
// Overlap under U, gaps over enumerated and numeric inputs, rows nothing can reach.
std::vector<TableFinding> CheckDecisionTable(const DecisionTable& table);
// `inputs`: object by column name; a missing input only matches "-". NOT_FOUND (TABLE_NO_ROW) when nothing fires,
// FAILED_PRECONDITION (TABLE_AMBIGUOUS) when U or A is violated.
absl::StatusOr<TableDecision> Decide(const DecisionTable& table, const nlohmann::json& inputs);

}  // namespace lianban::workflow

#pragma once
// Decision tables as CSV, DMN hit policies, S-FEEL style cells.
//
// Layout (UTF-8, optional BOM, opens in Excel and WPS):
//   row 1: hit policy letter (U A P F R O C, C+ C< C> C#), then the column names
//   row 2: kind of each column: in | out | note     (first cell: "kind")
//   row 3: type of each column: text number integer money date bool (first cell: "type"); a list of the only values
//          that may occur can follow, text("refuse","grant"): it closes an input for the check, and is the order of
//          priority of an output under P and O, where it is required
//   rows : rule id, then cells. Input cells: -  "a","b"  not("a")  [1..5]  (0..10]  <5  >=18  date("2026-01-01")
//          starts("SW-")  contains("路灯"), several separated by commas; text needs quotes only where it holds a comma,
//          a quote or a bracket. An empty input cell equals -. Output cells are literals. Note columns hold the clause
//          (basis).
//
// Money cells are written in yuan and compared in fen; dates are compared as days. A text input may also be an array of
// text: a test holds when it holds for one of the elements, a negated one when it holds for all.

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
  std::vector<nlohmann::json> allowed;  // empty: any value of the type
};

// A parsed unary test; see cell.cpp for the grammar. Dates are "YYYY-MM-DD", money is fen.
struct CellTest {
  enum class Kind { kAny, kSet, kRange, kPrefix, kContains, kAlternatives };
  Kind kind = Kind::kAny;
  bool negated = false;
  std::vector<nlohmann::json> set;       // kSet, kPrefix, kContains: one of these
  nlohmann::json low, high;              // kRange; null: open end
  bool low_inclusive = false, high_inclusive = false;
  std::vector<CellTest> alternatives;    // kAlternatives: one of these, none of them negated
};

struct TableRule {
  std::string id;
  int line = 0;
  std::vector<CellTest> tests;             // one per input column
  std::vector<nlohmann::json> outputs;     // one per output column; null where the cell is empty
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
  std::string message;  // 中文 (English)
};

struct TableDecision {
  nlohmann::json outputs;               // object; for C and R O policies an array of objects (or the aggregate)
  std::vector<std::string> fired;       // rule ids
  std::map<std::string, std::string> notes;  // of the first rule that fired
};

// Error: TABLE_INVALID with table, line and detail of the first finding; `findings` (optional) gets every one.
absl::StatusOr<DecisionTable> ParseDecisionTable(std::string_view name, std::string_view csv,
                                                 std::vector<TableFinding>* findings);

// Overlap under U (and under A with different outputs), gaps under U A P F, rows nothing can reach. A text input without
// a list of values is taken to have those the column mentions, and any other once a cell uses not, starts or contains;
// money, and a number nowhere negative in its column, is taken to be at least 0. What is too large to prove is a
// TABLE_GAP that says so, never silence. A row that fires only when an input is missing can be reached.
std::vector<TableFinding> CheckDecisionTable(const DecisionTable& table);

// `inputs`: object by column name; a missing or null input only matches "-". Errors: TABLE_NO_ROW (NOT_FOUND) when
// nothing fires (C, C+ and C# answer [], 0 and 0 instead), TABLE_AMBIGUOUS (FAILED_PRECONDITION) when U or A is
// violated, TABLE_INPUT_TYPE (INVALID_ARGUMENT) when a value has not the type of its column.
absl::StatusOr<TableDecision> Decide(const DecisionTable& table, const nlohmann::json& inputs);

}  // namespace lianban::workflow

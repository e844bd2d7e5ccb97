#pragma once
// The language inside a cell: literals and unary tests in the style of S-FEEL.

#include <optional>
#include <string>
#include <string_view>

#include "services/workflow/table/decision_table.h"

namespace lianban::workflow {

struct CellError {
  bool type = false;  // the cell reads well but is not of the column's type
  std::string zh, en;
};

bool IsColumnType(std::string_view type);

// An output cell, or one value of a list. Null for an empty cell.
std::optional<CellError> ParseLiteralCell(std::string_view cell, std::string_view type, nlohmann::json* value);
// An input cell.
std::optional<CellError> ParseTestCell(std::string_view cell, std::string_view type, CellTest* test);
// text("a","b") of row 3: the type, then the values between the brackets.
std::optional<CellError> ParseTypeCell(std::string_view cell, TableColumn* column);

// How a value is written in a message: money in yuan, text in quotes.
std::string WriteLiteral(const nlohmann::json& value, std::string_view type);

}  // namespace lianban::workflow

#pragma once
// Comma separated values as RFC 4180 writes them, with an optional UTF-8 byte order mark.

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace lianban {

struct CsvRow {
  int line = 0;  // of the file, 1-based, where the row starts
  std::vector<std::string> cells;
};

// INVALID_ARGUMENT on an unclosed quote, naming the line, which `open_quote` gets as well. Blank lines are left out.
absl::StatusOr<std::vector<CsvRow>> ParseCsv(std::string_view text, int* open_quote = nullptr);

// Quotes a cell where RFC 4180 needs it.
std::string CsvCell(std::string_view value);

}  // namespace lianban

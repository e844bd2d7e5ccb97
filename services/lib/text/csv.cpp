#include "services/lib/text/csv.h"

#include "fmt/format.h"

namespace lianban {

absl::StatusOr<std::vector<CsvRow>> ParseCsv(std::string_view text, int* open_quote) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<CsvRow> rows;
  CsvRow row{1, {}};
  std::string cell;
  bool quoted = false, was_quoted = false;
  int line = 1, quote_line = 0;
  auto end_row = [&] {
    row.cells.push_back(std::move(cell));
    cell.clear();
    const bool blank = row.cells.size() == 1 && row.cells[0].empty() && !was_quoted;
    if (!blank) rows.push_back(std::move(row));
    row = CsvRow{line + 1, {}};
    was_quoted = false;
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\n') ++line;
      if (c != '"') {
        cell += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        cell += '"';
        ++i;
      } else {
        quoted = false;
      }
      continue;
    }
    if (c == '"' && cell.empty()) {
      quoted = was_quoted = true;
      quote_line = line;
    } else if (c == ',') {
      row.cells.push_back(std::move(cell));
      cell.clear();
    } else if (c == '\n') {
      end_row();
      ++line;
    } else if (c != '\r') {
      cell += c;
    }
  }
  if (quoted) {
    if (open_quote) *open_quote = quote_line;
    return absl::InvalidArgumentError(fmt::format("line {}: a quote is opened and never closed", quote_line));
  }
  if (!cell.empty() || !row.cells.empty() || was_quoted) end_row();
  return rows;
}

std::string CsvCell(std::string_view value) {
  if (value.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(value);
  std::string out = "\"";
  for (char c : value) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

}  // namespace lianban

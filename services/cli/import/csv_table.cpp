#include "services/cli/import/csv_table.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/cli/terminal/file_text.h"
#include "services/cli/terminal/locale.h"
#include "services/lib/errors/error.h"
#include "services/lib/text/csv.h"

namespace lianban::cli {
namespace {

absl::Status Invalid(const std::string& path, int line, std::string_view detail) {
  return Error("FILE_INVALID", {{"file", path}, {"line", std::to_string(line)}, {"detail", std::string(detail)}});
}

bool Holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

const std::string& CsvRecord::operator[](std::string_view column) const {
  static const std::string nothing;
  const auto found = cells.find(column);
  return found == cells.end() ? nothing : found->second;
}

absl::Status CsvTable::At(const CsvRecord& row, std::string_view detail) const { return Invalid(path, row.line, detail); }

absl::Status CsvTable::At(const CsvRecord& row, const absl::Status& status) const {
  if (status.ok() || absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsUnauthenticated(status)) {
    return status;
  }
  const auto detail = DetailOf(status);
  const std::string text = detail ? fmt::format("{} ({})", Localized(*detail, Locale()), detail->reason) : std::string(status.message());
  return Invalid(path, row.line, text);
}

absl::StatusOr<CsvTable> ReadCsvTable(const std::string& path, const std::vector<std::string>& required,
                                      const std::vector<std::string>& optional, bool any_column) {
  LIANBAN_ASSIGN_OR_RETURN(const std::string text, ReadText(path));
  const auto parsed = ParseCsv(text);
  if (!parsed.ok()) return Invalid(path, 0, std::string(parsed.status().message()));
  CsvTable table{path, {}, {}};
  if (parsed->empty()) return Invalid(path, 1, Say("没有表头", "no header line"));
  table.columns = parsed->front().cells;
  for (const std::string& column : table.columns) {
    if (!any_column && !Holds(required, column) && !Holds(optional, column)) {
      return Invalid(path, 1, fmt::format("{} {}", Say("不认识的列", "unknown column"), column));
    }
  }
  for (const std::string& column : required) {
    if (!Holds(table.columns, column)) return Invalid(path, 1, fmt::format("{} {}", Say("缺少列", "missing column"), column));
  }
  for (size_t i = 1; i < parsed->size(); ++i) {
    const CsvRow& row = (*parsed)[i];
    if (row.cells.size() != table.columns.size()) {
      return Invalid(path, row.line, fmt::format("{} {} / {}", Say("列数不符", "number of cells"), row.cells.size(), table.columns.size()));
    }
    CsvRecord record;
    record.line = row.line;
    for (size_t c = 0; c < row.cells.size(); ++c) record.cells[table.columns[c]] = row.cells[c];
    table.rows.push_back(std::move(record));
  }
  return table;
}

}  // namespace lianban::cli

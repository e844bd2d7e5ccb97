#pragma once
// A CSV file with a header line, read by column name, with errors that name file and line.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace lianban::cli {

struct CsvRecord {
  int line = 0;
  std::map<std::string, std::string, std::less<>> cells;

  // "" when the cell is empty or the column is not there.
  const std::string& operator[](std::string_view column) const;
};

struct CsvTable {
  std::string path;
  std::vector<std::string> columns;
  std::vector<CsvRecord> rows;

  // FILE_INVALID with this file and the row's line. A refusal of the server is told in its own words; a server that
  // cannot be reached stays that.
  absl::Status At(const CsvRecord& row, const absl::Status& status) const;
  absl::Status At(const CsvRecord& row, std::string_view detail) const;
};

// Columns may stand in any order. FILE_UNREADABLE; FILE_INVALID for a column missing of `required`, a column that is
// neither there nor in `optional`, a row of another length. With `any_column` every further column is taken.
absl::StatusOr<CsvTable> ReadCsvTable(const std::string& path, const std::vector<std::string>& required,
                                      const std::vector<std::string>& optional = {}, bool any_column = false);

}  // namespace lianban::cli

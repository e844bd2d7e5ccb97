#include "services/workflow/language/read_tables.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/lib/text/csv.h"
#include "services/workflow/sandbox/wire/text_checks.h"
#include "services/workflow/validate/characters.h"

namespace lianban::workflow {
namespace {

void ReadOptionList(const std::string& path, const std::vector<CsvRow>& rows, Model& model, Findings& findings) {
  std::vector<Option>& options = model.option_lists[StemOf(path)];
  for (size_t i = 1; i < rows.size(); ++i) {
    std::vector<std::string> cells = rows[i].cells;
    for (std::string& cell : cells) cell = std::string(Trimmed(cell));
    // Spreadsheets write empty rows below the last one.
    if (std::all_of(cells.begin(), cells.end(), [](const std::string& cell) { return cell.empty(); })) continue;
    if (cells[0].empty()) {
      findings.AddTo(path, rows[i].line, "VALUE_WRONG", "选项没有值 (an option without a value)", false);
      continue;
    }
    options.push_back({cells[0], cells.size() > 1 && !cells[1].empty() ? cells[1] : cells[0]});
  }
}

void ReadDecisionTable(const std::string& path, const std::string& text, Model& model, Findings& findings) {
  std::string name = StemOf(path);
  std::vector<TableFinding> found;
  auto table = ParseDecisionTable(name, text, &found);
  if (table.ok()) {
    model.tables.emplace(name, *std::move(table));
  } else if (found.empty()) {
    found.push_back({1, "TABLE_SYNTAX", std::string(table.status().message())});
  }
  for (const TableFinding& finding : found) findings.AddTo(path, finding.line, finding.code, finding.message, false);
}

}  // namespace

std::string StemOf(std::string_view path) {
  size_t slash = path.rfind('/');
  if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  return std::string(path.substr(0, path.size() - 4));
}

void ReadTables(const ScriptBundle& bundle, Model& model, Findings& findings) {
  for (const auto& [path, text] : bundle.files) {
    if (!path.ends_with(".csv")) continue;
    if (!sandbox::IsUtf8(text)) {
      findings.AddTo(path, 1, "TABLE_SYNTAX",
                     "不是 UTF-8 文本：Excel、WPS 里请另存为“CSV UTF-8” (not UTF-8 text; in Excel or WPS save it as CSV UTF-8)", false);
      continue;
    }
    int open_quote = 1;
    auto rows = ParseCsv(text, &open_quote);
    if (!rows.ok()) {
      findings.AddTo(path, open_quote, "TABLE_SYNTAX", "引号没有结束 (a quote is not closed)", false);
    } else if (!rows->empty() && !rows->front().cells.empty() && rows->front().cells[0] == "value") {
      ReadOptionList(path, *rows, model, findings);
    } else {
      ReadDecisionTable(path, text, model, findings);
    }
  }
}

}  // namespace lianban::workflow

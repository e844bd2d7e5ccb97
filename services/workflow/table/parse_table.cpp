#include <algorithm>
#include <set>

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/lib/text/csv.h"
#include "services/workflow/table/cell.h"
#include "services/workflow/table/decision_table.h"
#include "services/workflow/validate/characters.h"

namespace lianban::workflow {
namespace {

using ParsedKind = TableColumn::Kind;

constexpr size_t kColumnsMax = 64;
constexpr size_t kRulesMax = 5000;

class TableParser {
 public:
  TableParser(std::string_view name, std::vector<TableFinding>* findings) : findings_(findings) { table_.name = name; }

  absl::StatusOr<DecisionTable> Parse(std::string_view csv) {
    int open_quote = 1;
    const auto rows = ParseCsv(csv, &open_quote);
    if (!rows.ok()) {
      Add(open_quote, "TABLE_SYNTAX", "引号没有结束", "a quote is not closed");
    } else if (rows->size() < 3) {
      Add(1, "TABLE_SYNTAX", "前三行应为名称、kind、type", "the first three rows are the names, kind and type");
    } else {
      Head((*rows)[0], (*rows)[1], (*rows)[2]);
      for (size_t i = 3; i < rows->size() && !broken_; ++i) Rule((*rows)[i]);
    }
    if (findings_->empty()) return std::move(table_);
    const TableFinding& first = findings_->front();
    return Error("TABLE_INVALID",
                 {{"table", table_.name}, {"line", std::to_string(first.line)}, {"detail", first.message}});
  }

 private:
  void Add(int line, std::string_view code, std::string_view zh, std::string_view en) {
    findings_->push_back({line, std::string(code), fmt::format("{} ({})", zh, en)});
  }
  void Add(int line, std::string_view column, const CellError& error) {
    Add(line, error.type ? "TABLE_TYPE" : "TABLE_SYNTAX", fmt::format("{}：{}", column, error.zh),
        fmt::format("{}: {}", column, error.en));
  }

  static std::string Cell(const CsvRow& row, size_t i) { return i < row.cells.size() ? Tidy(row.cells[i]) : ""; }

  void Head(const CsvRow& names, const CsvRow& kinds, const CsvRow& types) {
    static const std::set<std::string> policies = {"U", "A", "P", "F", "R", "O", "C", "C+", "C<", "C>", "C#"};
    table_.hit_policy = Cell(names, 0);
    if (!policies.contains(table_.hit_policy)) {
      const bool run_together = table_.hit_policy.find_first_of(",;\t") != std::string::npos;
      Add(names.line, "TABLE_SYNTAX",
          fmt::format("不认识命中策略“{}”，首格应为 U A P F R O C C+ C< C> C# 之一{}", table_.hit_policy,
                      run_together ? "；各列之间要用半角逗号分隔" : ""),
          fmt::format("the first cell is one of U A P F R O C C+ C< C> C#{}", run_together ? "; cells are separated by a comma" : ""));
    }
    if (Cell(kinds, 0) != "kind") Add(kinds.line, "TABLE_SYNTAX", "第二行首格应为 kind", "row 2 begins with kind");
    if (Cell(types, 0) != "type") Add(types.line, "TABLE_SYNTAX", "第三行首格应为 type", "row 3 begins with type");
    size_t count = names.cells.size();
    while (count > 1 && Cell(names, count - 1).empty()) --count;
    for (size_t i = 1; i < count && i <= kColumnsMax; ++i) Column(names, kinds, types, i);
    broken_ = !findings_->empty();
    if (!broken_) Shape(names.line);
  }

  void Column(const CsvRow& names, const CsvRow& kinds, const CsvRow& types, size_t i) {
    TableColumn column{Cell(names, i), ParsedKind::kNote, "text", {}};
    if (column.name.empty()) Add(names.line, "TABLE_SYNTAX", fmt::format("第{}列没有名称", i + 1), "a column has no name");
    for (const TableColumn& other : table_.columns) {
      if (other.name == column.name) {
        Add(names.line, "TABLE_SYNTAX", fmt::format("列名“{}”重复", column.name), "a column name appears twice");
      }
    }
    const std::string kind = Cell(kinds, i);
    if (kind != "in" && kind != "out" && kind != "note") {
      Add(kinds.line, "TABLE_SYNTAX", fmt::format("“{}”的 kind 应为 in、out 或 note", column.name),
          fmt::format("the kind of {} is in, out or note", column.name));
    }
    column.kind = kind == "in" ? ParsedKind::kIn : kind == "out" ? ParsedKind::kOut : ParsedKind::kNote;
    if (column.kind != ParsedKind::kNote) {
      if (auto error = ParseTypeCell(i < types.cells.size() ? types.cells[i] : "", &column)) {
        Add(types.line, column.name, *error);
      }
    }
    table_.columns.push_back(std::move(column));
  }

  // What the hit policy needs of the columns.
  void Shape(int line) {
    const auto count = [&](ParsedKind kind) {
      return std::count_if(table_.columns.begin(), table_.columns.end(), [&](auto& c) { return c.kind == kind; });
    };
    const auto first_out = std::find_if(table_.columns.begin(), table_.columns.end(),
                                        [](const TableColumn& c) { return c.kind == ParsedKind::kOut; });
    const std::string& policy = table_.hit_policy;
    if (count(ParsedKind::kIn) == 0) Add(line, "TABLE_SYNTAX", "没有输入列", "there is no input column");
    if (first_out == table_.columns.end()) {
      Add(line, "TABLE_SYNTAX", "没有输出列", "there is no output column");
    } else if (policy.size() == 2) {
      const bool number = first_out->type == "number" || first_out->type == "integer" || first_out->type == "money";
      if (count(ParsedKind::kOut) != 1) Add(line, "TABLE_SYNTAX", "汇总策略只能有一个输出列", "an aggregate has one output column");
      if (policy != "C#" && !number) Add(line, "TABLE_TYPE", "汇总的输出列应为数值", "an aggregate needs a number");
    } else if ((policy == "P" || policy == "O") && first_out->allowed.empty()) {
      Add(line, "TABLE_SYNTAX", "按优先级时，首个输出列的类型要列出取值次序，如 text(\"拒绝\",\"同意\")",
          "P and O need the order of the first output's values in its type");
    }
    broken_ = !findings_->empty();
  }

  void Rule(const CsvRow& row) {
    if (std::all_of(row.cells.begin(), row.cells.end(), [](const std::string& c) { return Tidy(c).empty(); })) return;
    TableRule rule;
    rule.line = row.line;
    rule.id = Cell(row, 0);
    if (rule.id.empty()) Add(row.line, "TABLE_SYNTAX", "规则没有编号", "the rule has no id");
    if (!row.cells.empty() && row.cells[0].find("，") != std::string::npos) {
      Add(row.line, "TABLE_SYNTAX", fmt::format("编号“{}”里有逗号：各列之间要用半角逗号分隔", Trimmed(row.cells[0])),
          "the id holds a comma: cells are separated by a comma of half width");
    }
    if (!rule.id.empty() && !ids_.insert(rule.id).second) {
      Add(row.line, "TABLE_SYNTAX", fmt::format("规则编号“{}”重复", rule.id), "a rule id appears twice");
    }
    for (size_t i = table_.columns.size() + 1; i < row.cells.size(); ++i) {
      if (!Cell(row, i).empty()) Add(row.line, "TABLE_SYNTAX", "格数多于列数", "there are more cells than columns");
    }
    for (size_t i = 0; i < table_.columns.size(); ++i) {
      Cell(table_.columns[i], i + 1 < row.cells.size() ? std::string_view(row.cells[i + 1]) : "", &rule);
    }
    if (table_.rules.size() == kRulesMax) {
      Add(row.line, "TABLE_SYNTAX", fmt::format("超过{}行", kRulesMax), "the table has too many rows");
      broken_ = true;
    }
    table_.rules.push_back(std::move(rule));
  }

  void Cell(const TableColumn& column, std::string_view text, TableRule* rule) {
    std::optional<CellError> error;
    if (column.kind == ParsedKind::kIn) {
      error = ParseTestCell(text, column.type, &rule->tests.emplace_back());
      if (!error) Allowed(column, rule->line, rule->tests.back());
    } else if (column.kind == ParsedKind::kOut) {
      nlohmann::json& value = rule->outputs.emplace_back();
      error = ParseLiteralCell(text, column.type, &value);
      if (!error && !value.is_null()) Allowed(column, rule->line, value);
    } else if (!Tidy(text).empty()) {
      rule->notes[column.name] = std::string(text);
    }
    if (error) Add(rule->line, column.name, *error);
  }

  void Allowed(const TableColumn& column, int line, const nlohmann::json& value) {
    if (column.allowed.empty()) return;
    if (std::find(column.allowed.begin(), column.allowed.end(), value) != column.allowed.end()) return;
    Add(line, "TABLE_TYPE", fmt::format("{}：{} 不在取值列表中", column.name, WriteLiteral(value, column.type)),
        fmt::format("{} is not in the list of values", WriteLiteral(value, column.type)));
  }
  void Allowed(const TableColumn& column, int line, const CellTest& test) {
    if (test.kind == CellTest::Kind::kSet) {
      for (const auto& value : test.set) Allowed(column, line, value);
    }
    for (const CellTest& one : test.alternatives) Allowed(column, line, one);
  }

  DecisionTable table_;
  std::vector<TableFinding>* findings_;
  std::set<std::string> ids_;
  bool broken_ = false;  // the head is wrong: cells cannot be judged
};

}  // namespace

absl::StatusOr<DecisionTable> ParseDecisionTable(std::string_view name, std::string_view csv,
                                                 std::vector<TableFinding>* findings) {
  std::vector<TableFinding> own;
  auto table = TableParser(name, &own).Parse(csv);
  if (findings) findings->insert(findings->end(), own.begin(), own.end());
  return table;
}

}  // namespace lianban::workflow

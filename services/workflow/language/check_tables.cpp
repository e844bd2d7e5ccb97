// What a decision table says, judged by the values its inputs can have.

#include <algorithm>
#include <set>

#include "fmt/format.h"
#include "services/workflow/language/read_tables.h"

namespace lianban::workflow {
namespace {

// The values that a cell names one by one.
void NamedBy(const CellTest& test, std::set<std::string>& names) {
  if (test.kind == CellTest::Kind::kSet) {
    for (const auto& value : test.set) names.insert(value.get<std::string>());
  }
  for (const CellTest& one : test.alternatives) NamedBy(one, names);
}

bool HasOption(const Field& field, const std::string& value) {
  return std::any_of(field.options.begin(), field.options.end(), [&](const Option& option) { return option.value == value; });
}

class TableAgainstForm {
 public:
  TableAgainstForm(const Model& model, const std::string& path, Findings& findings) : model_(model), path_(path), findings_(findings) {}

  void Check(DecisionTable table) {
    size_t input = 0;
    const bool by_name = std::none_of(model_.steps.begin(), model_.steps.end(), [&](const Step& step) {
      return step.inputs && (step.table == table.name || step.propose_table == table.name);
    });
    const bool named = std::any_of(model_.steps.begin(), model_.steps.end(), [&](const Step& step) {
      return !step.inputs && (step.table == table.name || step.propose_table == table.name);
    });
    for (TableColumn& column : table.columns) {
      if (column.kind != TableColumn::Kind::kIn) continue;
      if (named && column.name.find('.') == std::string::npos && !model_.FindField(column.name)) UnknownInput(column.name);
      const Field* field = by_name && column.type == "text" && column.allowed.empty() ? model_.FindField(column.name) : nullptr;
      if (field && field->type == "choice" && KnownOptions(table, input, *field)) {
        for (const Option& option : field->options) column.allowed.push_back(option.value);
      }
      ++input;
    }
    for (const TableFinding& finding : CheckDecisionTable(table)) {
      // A gap may be meant: then no row fires and the step is refused with a clear reason.
      findings_.AddTo(path_, finding.line, finding.code, finding.message, finding.code == "TABLE_GAP");
    }
  }

 private:
  // Nothing ever stands in such a column, and no row that asks for something in it holds.
  void UnknownInput(const std::string& name) {
    std::set<std::string> fields;
    for (const Field& field : model_.form) fields.insert(field.name);
    const Suggestion meant = Suggest(name, fields);
    findings_.AddTo(path_, 1, "FIELD_UNKNOWN",
                    fmt::format("条件列“{}”不是表单字段，也没有 inputs 给出它{} (column {} is no field of the form, and no inputs give it{})", name,
                                meant.zh, name, meant.en),
                    false);
  }

  // False when a cell names what nobody can choose. An area below may have taken the option away, so this is only a warning.
  bool KnownOptions(const DecisionTable& table, size_t input, const Field& field) {
    bool known = !field.options.empty();
    for (const TableRule& rule : table.rules) {
      std::set<std::string> names;
      NamedBy(rule.tests[input], names);
      for (const std::string& name : names) {
        if (HasOption(field, name)) continue;
        known = false;
        findings_.AddTo(path_, rule.line, "TABLE_OPTION",
                        fmt::format("{}：“{}”不是字段“{}”的选项 ({} is not an option of field {})", field.name, name, field.label, name, field.name), true);
      }
    }
    return known;
  }

  const Model& model_;
  const std::string& path_;
  Findings& findings_;
};

}  // namespace

void CheckTables(const ScriptBundle& bundle, const Model& model, Findings& findings) {
  std::set<std::string> checked;
  for (const auto& [path, text] : bundle.files) {
    if (!path.ends_with(".csv")) continue;
    const auto table = model.tables.find(StemOf(path));
    if (table == model.tables.end() || !checked.insert(table->first).second) continue;
    TableAgainstForm(model, path, findings).Check(table->second);
  }
}

}  // namespace lianban::workflow

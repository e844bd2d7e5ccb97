#include "services/workflow/language/read_form.h"

#include <array>

#include "fmt/format.h"
#include "re2/re2.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr std::array kTypes = {"text",  "choice",     "number", "integer", "money", "date", "datetime",
                               "phone", "citizen_id", "uscc",   "area",    "file",  "list", "bool"};
// What a field may say beside the keys that become members of Field.
constexpr std::array kSpecKeys = {"max",   "min",       "pattern", "many",    "of",          "purpose", "hint",
                                  "basis", "multiline", "unit",    "default", "placeholder", "levels"};

bool KnownType(const std::string& kind) {
  return std::any_of(kTypes.begin(), kTypes.end(), [&](const char* type) { return kind == type; });
}

void ReadOptions(const json& value, Field& field, Block& block, const Model& model) {
  if (KindOf(value) == "from_table") {
    auto list = model.option_lists.find(NameOf(value));
    if (list == model.option_lists.end()) {
      if (block.findings().HasErrorIn(NameOf(value) + ".csv")) return;
      block.findings().Add(block.line(), "TABLE_UNKNOWN", fmt::format("没有选项表 {}.csv", NameOf(value)),
                           fmt::format("there is no option list {}.csv", NameOf(value)));
    } else {
      field.options = list->second;
    }
    return;
  }
  if (!value.is_array()) return block.Wrong("options", "选项的列表", "a list of options");
  for (const json& option : value) {
    if (option.is_string()) {
      field.options.push_back({option.get<std::string>(), option.get<std::string>()});
    } else if (option.is_object() && option.contains("value") && option["value"].is_string()) {
      std::string text = option["value"].get<std::string>();
      auto label = option.find("label");
      field.options.push_back({text, label != option.end() && label->is_string() ? label->get<std::string>() : text});
    } else {
      return block.Wrong("options", "选项的列表", "a list of options");
    }
  }
}

void CheckLimits(const Field& field, Block& block) {
  for (const char* key : {"max", "min"}) {
    if (field.spec.contains(key) && !field.spec[key].is_number()) block.Wrong(key, "数字", "a number");
  }
  auto pattern = field.spec.find("pattern");
  if (pattern == field.spec.end()) return;
  if (!pattern->is_string() || !RE2(pattern->get<std::string>(), RE2::Quiet).ok()) {
    block.Wrong("pattern", "正则表达式（RE2 写法）", "a regular expression (RE2)");
  }
}

void ReadListOf(const json& value, Field& field, Block& block, Findings& findings) {
  std::string type = value.is_string() ? value.get<std::string>() : KindOf(value);
  if (value.is_string() && KnownType(type) && type != "list") {
    field.spec["of"] = type;
    return;
  }
  if (!value.is_array()) return block.Wrong("of", "一种字段类型或字段的列表", "a field type or a list of fields");
  json columns = json::array();
  for (const json& column : value) {
    Block inner(column, fmt::format("{}中的“{}”", block.zh(), NameOf(column)),
                fmt::format("{}.{}", block.en(), NameOf(column)), findings);
    if (!KnownType(inner.kind()) || inner.kind() == "list" || !ValidName(inner.name())) {
      return block.Wrong("of", "一种字段类型或字段的列表", "a field type or a list of fields");
    }
    columns.push_back(column);
  }
  field.spec["of"] = std::move(columns);
}

Field ReadField(const json& value, const Model& model, Findings& findings) {
  Block block(value, fmt::format("字段“{}”", NameOf(value)), fmt::format("field {}", NameOf(value)), findings);
  Field field;
  field.name = block.name();
  field.type = block.kind();
  field.line = block.line();
  field.label = block.Text("label", field.name);
  field.required = block.BoolOrRule("required", false);
  field.shown = block.Rule("shown");
  field.valid = block.Rule("valid");
  field.sensitive = block.Bool("sensitive", field.type == "citizen_id");
  field.spec = json::object();
  for (const char* key : kSpecKeys) {
    if (const json* written = block.Raw(key)) field.spec[key] = *written;
  }
  const json* options = block.Raw("options");
  if (options) ReadOptions(*options, field, block, model);
  if (field.type == "choice" && !options) {
    findings.Add(field.line, "OPTIONS_MISSING", fmt::format("选择字段“{}”没有 options", field.name),
                 fmt::format("choice {} has no options", field.name));
  }
  if (field.spec.contains("of")) ReadListOf(json(field.spec["of"]), field, block, findings);
  CheckLimits(field, block);
  block.ReportUnread();
  return field;
}

template <typename List>
bool Taken(const List& list, const std::string& name) {
  return std::any_of(list.begin(), list.end(), [&](const auto& each) { return each.name == name; });
}

bool GoodName(const std::string& name, int line, const char* zh, Findings& findings) {
  if (ValidName(name)) return true;
  findings.Add(line, "NAME_INVALID", fmt::format("{}名“{}”应由小写字母、数字、下划线组成", zh, name),
               fmt::format("name \"{}\" must be lower-case letters, digits and underscores", name));
  return false;
}

}  // namespace

void ReadForm(const json& list, int line, Model& model, Findings& findings) {
  if (!IsList(list)) {
    findings.Add(line, "VALUE_WRONG", "form 应当是字段的列表", "form must be a list of fields");
    return;
  }
  for (const json& value : list) {
    int at = LineOf(value, line);
    Findings::InFile place(findings, FileOf(value));
    if (!KnownType(KindOf(value))) {
      findings.Add(at, "VALUE_WRONG", "form 中只能是字段，如 text \"facts\" { … }", "form may only hold fields");
      continue;
    }
    if (!GoodName(NameOf(value), at, "字段", findings)) continue;
    if (Taken(model.form, NameOf(value))) {
      findings.Add(at, "NAME_DUPLICATE", fmt::format("字段“{}”重复", NameOf(value)),
                   fmt::format("field {} is written twice", NameOf(value)));
      continue;
    }
    model.AddField(ReadField(value, model, findings));
  }
}

void ReadMaterials(const json& list, int line, Model& model, Findings& findings) {
  if (!IsList(list)) {
    findings.Add(line, "VALUE_WRONG", "materials 应当是材料的列表", "materials must be a list of materials");
    return;
  }
  for (const json& value : list) {
    int at = LineOf(value, line);
    Findings::InFile place(findings, FileOf(value));
    if (KindOf(value) != "material") {
      findings.Add(at, "VALUE_WRONG", "materials 中只能是 material \"…\" { … }",
                   "materials may only hold material blocks");
      continue;
    }
    if (!GoodName(NameOf(value), at, "材料", findings)) continue;
    if (Taken(model.materials, NameOf(value))) {
      findings.Add(at, "NAME_DUPLICATE", fmt::format("材料“{}”重复", NameOf(value)),
                   fmt::format("material {} is written twice", NameOf(value)));
      continue;
    }
    Block block(value, fmt::format("材料“{}”", NameOf(value)), fmt::format("material {}", NameOf(value)), findings);
    Material material;
    material.name = block.name();
    material.line = block.line();
    material.label = block.Text("label", material.name);
    material.required = block.BoolOrRule("required", true);
    material.may_follow = block.Bool("may_follow", false);
    material.spec = json::object();
    for (const char* key : {"basis", "hint", "copies", "original", "shared"}) {
      if (const json* written = block.Raw(key)) material.spec[key] = *written;
    }
    block.ReportUnread();
    model.materials.push_back(std::move(material));
  }
}

}  // namespace lianban::workflow

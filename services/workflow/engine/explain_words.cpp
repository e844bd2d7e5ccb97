#include "services/workflow/engine/explain_words.h"

#include <algorithm>

#include "services/workflow/language/outcome_label.h"
#include "services/workflow/validate/money.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

std::string ValueInChinese(const Field* field, const json& value) {
  if (value.is_boolean()) return value.get<bool>() ? "是" : "否";
  if (value.is_array()) {
    std::string list;
    for (const json& each : value) list += (list.empty() ? "" : "、") + ValueInChinese(field, each);
    return list;
  }
  if (field && field->type == "money" && value.is_number_integer()) return YuanFromFen(value.get<int64_t>()) + "元";
  if (!value.is_string()) return value.dump();
  const std::string text = value.get<std::string>();
  if (!field) return text;
  const auto option = std::find_if(field->options.begin(), field->options.end(), [&](const Option& each) { return each.value == text; });
  return option == field->options.end() ? text : option->label;
}

}  // namespace

std::string WrittenInChinese(const Run& run, const json& inputs) {
  std::string text;
  for (const auto& [name, value] : inputs.items()) {
    const Field* field = run.model.FindField(name);
    const std::string& label = field && !field->label.empty() ? field->label : name;
    text += (text.empty() ? "" : ", ") + label + " = " + ValueInChinese(field, value);
  }
  return text;
}

std::string OutcomeInChinese(const Run& run, const Step& step, const std::string& outcome) {
  return LabelOfOutcome(run.model, step, outcome).zh;
}

std::string TitlesOf(const Run& run, const std::vector<std::string>& steps) {
  std::string titles;
  for (const std::string& name : steps) {
    const Step* step = run.model.Find(name);
    titles += (titles.empty() ? "" : "、") + (step && !step->title.empty() ? step->title : name);
  }
  return titles;
}

}  // namespace lianban::workflow

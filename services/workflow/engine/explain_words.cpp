#include "services/workflow/engine/explain_words.h"

#include <algorithm>
#include <functional>
#include <map>

#include "absl/strings/str_split.h"
#include "fmt/format.h"
#include "services/workflow/language/outcome_label.h"
#include "services/workflow/validate/money.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

// {"count": 3}: a list or a table, of which the record keeps how long it was.
const json* CountIn(const json& value) {
  return value.is_object() && value.size() == 1 && value.contains("count") ? &value["count"] : nullptr;
}

std::string ValueInChinese(const Field* field, const json& value) {
  if (value.is_null()) return "无";
  if (const json* count = CountIn(value)) return count->dump() + " 项";
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

// "case.answers.review": what rules see of a case, by the words of the guide.
std::string CaseWordInChinese(const Run& run, const std::vector<std::string>& path) {
  static const std::map<std::string, std::string, std::less<>> words = {
      {"answers", "答复"},   {"area", "区划"},     {"children", "子事项"}, {"decisions", "决策表结果"}, {"ledger", "台账"},    {"materials", "材料"},
      {"messages", "来件"},  {"missing", "缺少的材料"}, {"now", "当前时间"},    {"outcomes", "各步结果"},    {"parent", "上级事项"}, {"process", "流程"},
      {"settled", "评定结果"}, {"started", "立案时间"}, {"today", "当日"},      {"unit", "承办单位"}};
  const auto word = words.find(path[1]);
  std::string text = word == words.end() ? path[1] : word->second;
  if (path.size() == 2) return text;
  const Step* step = run.model.Find(path[2]);
  text = step && !step->title.empty() ? fmt::format("“{}”的{}", step->title, text) : fmt::format("{} {}", text, path[2]);
  for (size_t i = 3; i < path.size(); ++i) text += "." + path[i];
  return text;
}

std::string InputInChinese(const Run& run, const std::string& name) {
  const std::vector<std::string> path = absl::StrSplit(name, '.');
  const std::string rest = name.substr(std::min(name.size(), path[0].size() + 1));
  if (name == "form") return "表单";
  if (name == "case") return "事项";
  if (path[0] == "item") return rest.empty() ? "本项" : "本项的 " + rest;
  if (path[0] == "param" && !rest.empty()) return "参数 " + rest;
  if (path[0] == "case" && !rest.empty()) return CaseWordInChinese(run, path);
  if (path[0] == "outcome" && !rest.empty()) {
    const Step* step = run.model.Find(rest);
    return fmt::format("“{}”的结果", step && !step->title.empty() ? step->title : rest);
  }
  return name;
}

std::string OutcomeOfInput(const Run& run, const std::string& name, const json& value) {
  const Step* step = name.starts_with("outcome.") && value.is_string() ? run.model.Find(name.substr(8)) : nullptr;
  return step ? LabelOfOutcome(run.model, *step, value.get<std::string>()).zh : "";
}

}  // namespace

std::string Written(const json& inputs) {
  std::string text;
  for (const auto& [name, value] : inputs.items()) {
    const json* count = CountIn(value);
    const std::string said = value.is_null()     ? "none"
                             : count             ? count->dump() + " items"
                             : value.is_string() ? value.get<std::string>()
                                                 : value.dump();
    text += (text.empty() ? "" : ", ") + name + " = " + said;
  }
  return text;
}

std::string WrittenInChinese(const Run& run, const json& inputs) {
  std::string text;
  for (const auto& [name, value] : inputs.items()) {
    const Field* field = run.model.FindField(name);
    const std::string label = field && !field->label.empty() ? field->label : InputInChinese(run, name);
    const std::string outcome = OutcomeOfInput(run, name, value);
    text += (text.empty() ? "" : ", ") + label + " = " + (outcome.empty() ? ValueInChinese(field, value) : outcome);
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

#include "services/workflow/engine/rule_inputs.h"

#include <algorithm>

#include "absl/strings/str_join.h"
#include "fmt/format.h"
#include "services/workflow/engine/explain_words.h"
#include "services/workflow/engine/law.h"
#include "services/workflow/engine/rules.h"
#include "services/workflow/validate/characters.h"

namespace lianban::workflow {
namespace {

using nlohmann::json;

constexpr size_t kShortTextMax = 60;  // characters
constexpr size_t kShortListMax = 10;

bool IsScalar(const json& value) { return !value.is_structured(); }

json Counted(size_t count) { return {{"count", count}}; }

// As much of a value as a sentence has room for.
json Short(const Run& run, const json& value) {
  if (value.is_array() && value.size() <= kShortListMax && std::all_of(value.begin(), value.end(), IsScalar)) {
    json list = json::array();
    for (const json& each : value) list.push_back(Short(run, each));
    return list;
  }
  if (value.is_structured()) return Counted(value.size());
  if (IsSensitiveValue(run, value)) return kMasked;
  if (!value.is_string()) return value;
  std::u32string text = CodePoints(value.get_ref<const std::string&>());
  if (text.size() <= kShortTextMax) return value;
  text.resize(kShortTextMax - 1);
  return Utf8(text) + "…";
}

std::string NameOf(const RuleRead& read) {
  const std::string path = absl::StrJoin(read.path, ".");
  switch (read.argument) {
    case RuleRead::kParam:
      return "param." + path;
    case 0:
      return path.empty() ? "form" : path;
    case 1:
      if (path.empty()) return "case";
      if (read.path[0] == "outcomes" && read.path.size() == 2) return "outcome." + read.path[1];
      return "case." + path;
    default:
      return path.empty() ? "item" : "item." + path;
  }
}

json ValueAt(const Run& run, const json& whole, const std::vector<std::string>& path, size_t from) {
  const json* at = &whole;
  for (size_t i = from; i < path.size(); ++i) {
    const auto member = at->is_object() ? at->find(path[i]) : at->end();
    if (member == at->end()) return json();
    at = &*member;
  }
  return Short(run, *at);
}

// A sensitive field goes by its name in messages, items and other cases, too. The first two names inside the case are its own and a step's.
bool NamesSensitiveField(const Run& run, const RuleRead& read) {
  const size_t from = read.argument == 1 ? std::min<size_t>(2, read.path.size()) : 0;
  return std::any_of(read.path.begin() + static_cast<long>(from), read.path.end(), [&](const std::string& name) {
    const Field* field = run.model.FindField(name);
    return field != nullptr && field->sensitive;
  });
}

json SeenValue(const Run& run, const RuleSight& seen, const json& item) {
  const RuleRead& read = *seen.read;
  if (read.argument == RuleRead::kParam) {
    const json* value = read.path.empty() ? nullptr : ParameterValue(run, read.path[0]);
    return value ? Short(run, *value) : json();
  }
  if (read.argument > 1) return ValueAt(run, item, read.path, 0);
  if (read.path.empty()) return "…";  // all of it: more than a sentence has room for
  if (seen.value == nullptr) return json();
  const SharedJson* at = seen.value;
  size_t depth = 1;
  while (at != nullptr && at->names() != nullptr && depth < read.path.size()) at = at->Part(read.path[depth++]);
  if (at == nullptr) return json();
  return at->parts() != nullptr ? Counted(at->ListSize()) : ValueAt(run, **at, read.path, depth);
}

json ValueOf(const Run& run, const RuleSight& seen, const json& item) {
  json value = SeenValue(run, seen, item);
  return !value.is_null() && NamesSensitiveField(run, *seen.read) ? json(kMasked) : value;
}

std::string InBrackets(const std::string& inputs, const char* open, const char* close) {
  return inputs.empty() ? "" : open + inputs + close;
}

}  // namespace

bool IsSensitiveValue(const Run& run, const json& value) {
  if (value.is_null() || value.is_boolean()) return false;
  return std::any_of(run.model.form.begin(), run.model.form.end(), [&](const Field& field) {
    const json* held = field.sensitive ? run.state.form.find(field.name) : nullptr;
    return held != nullptr && *held == value;
  });
}

void AddInputs(Run& run, const RuleRef& rule, const json& item, json& inputs) {
  for (const RuleSight& seen : SeenBy(run, rule, item)) {
    if (inputs.size() >= kInputsMax) return;
    const std::string name = NameOf(*seen.read);
    if (!inputs.contains(name)) inputs[name] = ValueOf(run, seen, item);
  }
}

json InputsOf(Run& run, const RuleRef& rule, const json& item) {
  json inputs = json::object();
  AddInputs(run, rule, item, inputs);
  return inputs;
}

std::string Bracketed(const json& inputs) { return InBrackets(Written(inputs), " (", ")"); }
std::string BracketedInChinese(const Run& run, const json& inputs) {
  return InBrackets(WrittenInChinese(run, inputs), "（", "）");
}

std::string PlaceOf(const Run& run, const RuleRef& rule) {
  return fmt::format("{}:{}", LawModel(run).bundle ? LawModel(run).bundle->main : "", rule.line);
}

json ExplainRule(Run& run, const Step& step, const RuleRef& rule, const json& item, std::string_view zh, std::string_view en) {
  if (!run.tells()) return json();
  json inputs = InputsOf(run, rule, item);
  const std::string place = PlaceOf(run, rule);
  std::string said_zh = fmt::format("“{}”按脚本 {} 的规则{}{}", step.title, place, BracketedInChinese(run, inputs), zh);
  std::string said = fmt::format("{}: the rule at {}{} {}", step.name, place, Bracketed(inputs), en);
  return Explanation(std::move(said_zh), std::move(said), place, std::move(inputs), step.basis);
}

json ExplainDuty(const Run& run, const Step& step, const std::string& duty, const std::string& area, const std::string& whom) {
  if (!run.tells()) return json();
  return Explanation(fmt::format("“{}”按职责清单，{} 的“{}”归 {}", step.title, area, duty, whom),
                     fmt::format("{}: by the list of duties {} in {} lies with {}", step.name, duty, area, whom), "duty",
                     {{"duty", duty}, {"case.area", area}}, step.basis);
}

void AddRuleApplied(Run& run, const Step& step, std::string_view what, json explanation) {
  if (explanation.is_null()) return;
  AddFact(run, "RuleApplied", [&] {
    return json{{"step", step.name}, {"key", what}, {"explanation", std::move(explanation)}};
  });
}

}  // namespace lianban::workflow

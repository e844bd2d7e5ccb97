#include "services/workflow/language/block.h"

#include <algorithm>

#include "fmt/format.h"

namespace lianban::workflow {

using nlohmann::json;

bool IsRule(const json& value) {
  if (!value.is_object()) return false;
  auto function = value.find("$function");
  return function != value.end() && function->is_number_integer();
}

namespace {

// nullptr: any.
std::shared_ptr<const std::vector<std::string>> FieldsIn(const json& function, const char* key) {
  const auto written = function.find(key);
  // A list without anything in it is a table without anything in it.
  if (written == function.end() || !(written->is_array() || (written->is_object() && written->empty()))) return nullptr;
  std::vector<std::string> fields;
  for (const json& field : *written) {
    if (!field.is_string()) return nullptr;
    fields.push_back(field.get<std::string>());
  }
  std::sort(fields.begin(), fields.end());
  return std::make_shared<const std::vector<std::string>>(std::move(fields));
}

}  // namespace

RuleRef RuleOf(const json& value) {
  RuleRef rule;
  rule.function = value["$function"].get<int>();
  rule.line = LineOf(value, 0);
  const auto takes = value.find("$takes");
  if (takes != value.end() && takes->is_number_integer()) rule.takes = std::clamp(takes->get<int>(), 0, rule.takes);
  rule.of_form = FieldsIn(value, "$form");
  rule.of_case = FieldsIn(value, "$case");
  return rule;
}

int LineOf(const json& value, int otherwise) {
  if (!value.is_object()) return otherwise;
  auto line = value.find("$line");
  return line != value.end() && line->is_number_integer() ? line->get<int>() : otherwise;
}

std::string FileOf(const json& value) {
  if (!value.is_object()) return "";
  auto it = value.find("$file");
  return it != value.end() && it->is_string() ? it->get<std::string>() : "";
}

std::string KindOf(const json& value) {
  if (!value.is_object()) return "";
  auto it = value.find("$kind");
  return it != value.end() && it->is_string() ? it->get<std::string>() : "";
}

std::string NameOf(const json& value) {
  if (!value.is_object()) return "";
  auto it = value.find("$name");
  return it != value.end() && it->is_string() ? it->get<std::string>() : "";
}

bool IsList(const json& value) { return value.is_array() || (value.is_object() && value.empty()); }

bool ValidName(std::string_view name) {
  if (name.empty() || name.size() > 64 || name[0] < 'a' || name[0] > 'z') return false;
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

Block::Block(const json& value, std::string zh, std::string en, Findings& findings)
    : json_(value),
      zh_(std::move(zh)),
      en_(std::move(en)),
      name_(NameOf(value)),
      kind_(KindOf(value)),
      findings_(findings),
      line_(LineOf(value, 0)) {}

const json* Block::Raw(const char* key) {
  read_.insert(key);
  auto it = json_.find(key);
  return it == json_.end() || it->is_null() ? nullptr : &*it;
}

void Block::Wrong(const char* key, std::string_view zh, std::string_view en) {
  findings_.Add(line_, "VALUE_WRONG", fmt::format("{}的 {} 应当是{}", zh_, key, zh),
                fmt::format("{}: {} must be {}", en_, key, en));
}

std::string Block::Text(const char* key, std::string otherwise) {
  const json* value = Raw(key);
  if (!value) return otherwise;
  if (value->is_string()) return value->get<std::string>();
  Wrong(key, "文本", "text");
  return otherwise;
}

bool Block::Bool(const char* key, bool otherwise) {
  const json* value = Raw(key);
  if (!value) return otherwise;
  if (value->is_boolean()) return value->get<bool>();
  Wrong(key, " true 或 false", "true or false");
  return otherwise;
}

bool Block::AsOfToday() {
  const std::string law = Text("law", "at_filing");
  if (law != "at_filing" && law != "as_of_today") Wrong("law", " \"at_filing\" 或 \"as_of_today\"", "\"at_filing\" or \"as_of_today\"");
  return law == "as_of_today";
}

bool Block::AtFiling() { return Text("law") == "at_filing"; }

std::vector<std::string> Block::Names(const char* key) {
  std::vector<std::string> names;
  const json* value = Raw(key);
  if (!value) return names;
  if (value->is_string()) return {value->get<std::string>()};
  if (value->is_array()) {
    for (const json& each : *value) {
      if (!each.is_string()) {
        Wrong(key, "名称的列表", "a list of names");
        return names;
      }
      names.push_back(each.get<std::string>());
    }
  } else if (!IsList(*value)) {
    Wrong(key, "名称的列表", "a list of names");
  }
  return names;
}

std::optional<RuleRef> Block::Rule(const char* key) {
  const json* value = Raw(key);
  if (!value) return std::nullopt;
  if (IsRule(*value)) return RuleOf(*value);
  Wrong(key, "函数", "a function");
  return std::nullopt;
}

std::variant<bool, RuleRef> Block::BoolOrRule(const char* key, bool otherwise) {
  const json* value = Raw(key);
  if (!value) return otherwise;
  if (value->is_boolean()) return value->get<bool>();
  if (IsRule(*value)) return RuleOf(*value);
  Wrong(key, " true、false 或函数", "true, false or a function");
  return otherwise;
}

std::optional<PeriodSpec> Block::PeriodAt(const char* key) {
  const json* value = Raw(key);
  if (!value) return std::nullopt;
  auto period = PeriodFrom(*value);
  if (!period)
    Wrong(key, "期限，如 days(7)、workdays(param \"x\")", "a period such as days(7) or workdays(param \"x\")");
  return period;
}

std::optional<ExtensionSpec> Block::ExtensionAt(const char* key) {
  const json* value = Raw(key);
  if (!value) return std::nullopt;
  ExtensionSpec extension;
  if (!value->is_object()) {
    Wrong(key, " { period = days(30), times = 1, by = role \"leader\" }", "{ period =, times =, by = }");
    return std::nullopt;
  }
  auto period = value->contains("period") ? PeriodFrom((*value)["period"]) : std::nullopt;
  auto times = value->value("times", json(1));
  auto by = value->value("by", json());
  auto notice = value->value("notice", json(""));
  if (!period || !times.is_number_integer() || times.get<int64_t>() < 1 || times.get<int64_t>() > 12 ||
      (!by.is_null() && KindOf(by) != "role") || !notice.is_string()) {
    Wrong(key, " { period = days(30), times = 1, by = role \"leader\", notice = \"…\" }",
          "{ period =, times =, by =, notice = }");
    return std::nullopt;
  }
  extension.period = *period;
  extension.times = times.get<int>();
  if (!by.is_null()) extension.role = NameOf(by);
  extension.notice = notice.get<std::string>();
  return extension;
}

std::map<std::string, std::string> Block::ForbidsAt(const char* key) {
  static const std::set<std::string> operations = {
      "claim",     "release",     "transfer",       "delegate", "withdraw", "terminate", "suspend",   "extend", "return",
      "take_back", "add_handler", "remove_handler", "copy",     "urge",     "escalate",  "supervise", "jump",   "reopen",
      "merge",     "edit_form"};
  std::map<std::string, std::string> forbids;
  const json* value = Raw(key);
  if (!value) return forbids;
  const char* zh = " { withdraw = \"不许的理由\" }，操作名见文档";
  const char* en = "{ withdraw = \"why not\" } with names of operations";
  if (!value->is_object()) {
    Wrong(key, zh, en);
    return forbids;
  }
  for (const auto& [operation, why] : value->items()) {
    if (!operations.contains(operation) || !why.is_string() || why.get<std::string>().empty()) {
      Wrong(key, zh, en);
      continue;
    }
    forbids[operation] = why.get<std::string>();
  }
  return forbids;
}

std::map<std::string, std::string> Block::LabelsAt(const char* key) {
  std::map<std::string, std::string> labels;
  const json* value = Raw(key);
  if (!value) return labels;
  bool texts = value->is_object();
  for (const auto& [outcome, label] : value->items()) {
    texts = texts && ValidName(outcome) && label.is_string() && !label.get<std::string>().empty();
    if (texts) labels[outcome] = label.get<std::string>();
  }
  if (!texts) Wrong(key, " { 结果 = \"中文名\" }", "{ outcome = \"label\" }");
  return labels;
}

void Block::ReportUnread() {
  for (const auto& [key, value] : json_.items()) {
    if (key.starts_with('$') || read_.contains(key)) continue;
    const Suggestion meant = Suggest(key, read_);
    findings_.Add(line_, "KEY_UNKNOWN", fmt::format("{}没有 {} 这一项{}", zh_, key, meant.zh),
                  fmt::format("{} has no key {}{}", en_, key, meant.en));
  }
}

std::optional<PeriodSpec> PeriodFrom(const json& value) {
  static const std::map<std::string, PeriodUnit> kUnits = {
      {"minutes", PeriodUnit::kMinutes},   {"hours", PeriodUnit::kHours},   {"days", PeriodUnit::kDays},
      {"workdays", PeriodUnit::kWorkdays}, {"months", PeriodUnit::kMonths}, {"years", PeriodUnit::kYears}};
  PeriodSpec spec;
  auto param = [](const json& from) -> std::optional<ParamRef> {
    if (!from.is_object() || !from.contains("$param") || !from["$param"].is_string()) return std::nullopt;
    return ParamRef{from["$param"].get<std::string>()};
  };
  if (auto whole = param(value)) {
    spec.count = *whole;
    return spec;
  }
  if (KindOf(value) == "from_field") {
    spec.count = FieldRef{NameOf(value)};
    return spec;
  }
  auto unit = kUnits.find(KindOf(value));
  if (unit == kUnits.end() || !value.contains("count")) return std::nullopt;
  spec.unit = unit->second;
  const json& count = value["count"];
  if (count.is_number_integer()) {
    int64_t number = count.get<int64_t>();
    if (number < 0 || number > PeriodCountMax(spec.unit)) return std::nullopt;
    spec.count = number;
  } else if (auto reference = param(count)) {
    spec.count = *reference;
  } else {
    return std::nullopt;
  }
  if (auto roll = value.find("roll"); roll != value.end()) {
    if (!roll->is_boolean()) return std::nullopt;
    spec.roll = roll->get<bool>();
  }
  if (auto since = value.find("since"); since != value.end()) {
    if (!since->is_string()) return std::nullopt;
    spec.since = since->get<std::string>();
  }
  return spec;
}

}  // namespace lianban::workflow

#include "services/workflow/interchange/import_words.h"

#include <regex>

#include "fmt/format.h"

namespace lianban::workflow {

std::string PeriodWords(const BpmnNode& timer, Draft& draft) {
  static const std::regex iso("P(?:([0-9]{1,6})([DWMY])|T([0-9]{1,6})([HM]))"), key("[a-z][a-z0-9_.]{0,63}"),
      unit_name("days|workdays|hours|minutes|months|years");
  std::smatch match;
  std::string unit = "days", count = "1";
  if (std::regex_match(timer.event_value, match, iso)) {
    const bool time = match[3].matched;
    count = time ? match[3].str() : match[1].str();
    const char letter = time ? match[4].str()[0] : match[2].str()[0];
    if (letter == 'W') count = std::to_string(std::stoi(count) * 7);
    unit = letter == 'H' ? "hours" : letter == 'Y' ? "years" : letter == 'M' ? (time ? "minutes" : "months") : "days";
  } else {
    draft.unmapped.push_back({timer.id, "期限“" + timer.event_value + "”没有看懂，先写成一天",
                              "the duration \"" + timer.event_value + "\" is not understood; written as one day"});
  }
  const auto own = [&](const char* name) {
    const auto it = timer.own.find(name);
    return it == timer.own.end() ? std::string() : it->second;
  };
  if (std::regex_match(own("period"), unit_name)) unit = own("period");
  if (const std::string field = own("field"); NameFrom(field, "") == field && !field.empty()) {
    draft.fields[field] = fmt::format("text {} {{ label = {} }}", LuaText(field), LuaText(field));
    return fmt::format("from_field {}", LuaText(field));
  }
  const std::string roll = own("roll") == "false" ? ", { roll = false }" : "";
  if (const std::string param = own("param"); std::regex_match(param, key)) {
    draft.params[param] = count;
    return fmt::format("{}(param {}{})", unit, LuaText(param), roll);
  }
  return fmt::format("{}({}{})", unit, count, roll);
}

std::optional<std::string> ConditionWords(const std::string& condition, Draft& draft) {
  static const std::regex shape(
      R"re(\s*(?:=\s*|[$#]\{\s*)?([A-Za-z](?:\.?[A-Za-z0-9_]){0,60})\s*(?:(==|=|!=|<=|>=|<|>)\s*("[^"\\]*"|'[^'\\]*'|true|false|-?[0-9]{1,15}))?\s*\}?\s*)re");
  std::smatch match;
  if (!std::regex_match(condition, match, shape)) return std::nullopt;
  const std::string field = NameFrom(match[1].str(), "field");
  if (field == "outcome" || field == "rule") return std::nullopt;  // what an export writes in place of a rule
  std::string op = match[2].str(), value = match[3].str(), type = "bool";
  if (op == "=") op = "==";
  if (op == "!=") op = "~=";
  const bool number = !value.empty() && (value[0] == '-' || (value[0] >= '0' && value[0] <= '9'));
  const bool text = !value.empty() && (value[0] == '"' || value[0] == '\'');
  if (op.empty()) op = "==", value = "true";
  if (!number && op != "==" && op != "~=") return std::nullopt;
  if (number) type = "integer";
  if (text) type = "text", value = LuaText(value.substr(1, value.size() - 2));
  draft.fields.emplace(field, fmt::format("{} {} {{ label = {} }}", type, LuaText(field), LuaText(match[1].str())));
  const bool order = op[0] == '<' || op[0] == '>';
  return order ? fmt::format("(form.{} or 0) {} {}", field, op, value) : fmt::format("form.{} {} {}", field, op, value);
}

}  // namespace lianban::workflow

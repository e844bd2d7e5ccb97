#include "services/cli/script/simulation_line.h"

#include <cctype>
#include <set>
#include <vector>

#include "fmt/format.h"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

using nlohmann::json;

const std::set<std::string> kEntryKeys = {"task",   "item",  "at",        "by",    "user",    "reason", "step", "desk",
                                          "period", "clock", "materials", "given", "outcome", "params", "unit", "area"};

absl::Status Unclear(std::string_view line) {
  return Error("OPTION_INVALID", {{"option", ""}, {"value", std::string(line)}});
}

// Splits at blanks; "…" keeps blanks and understands \" and \\.
absl::StatusOr<std::vector<std::string>> Words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false, any = false;
  for (size_t i = 0; i < line.size(); ++i) {
    char c = line[i];
    if (quoted && c == '\\' && i + 1 < line.size()) {
      word += line[++i];
    } else if (c == '"') {
      quoted = !quoted;
      any = true;
    } else if (!quoted && std::isspace(static_cast<unsigned char>(c))) {
      if (any) words.push_back(std::move(word));
      word.clear();
      any = false;
    } else {
      word += c;
      any = true;
    }
  }
  if (quoted) return Unclear(line);
  if (any) words.push_back(std::move(word));
  return words;
}

json ValueOf(const std::string& text) {
  json value = json::parse(text, nullptr, false);
  return value.is_discarded() ? json(text) : value;
}

bool ReadPair(const std::string& word, json& entry) {
  size_t equals = word.find('=');
  if (equals == 0 || equals == std::string::npos) return false;
  std::string key = word.substr(0, equals);
  json value = ValueOf(word.substr(equals + 1));
  if (kEntryKeys.contains(key))
    entry[key] = std::move(value);
  else
    entry["form"][key] = std::move(value);
  return true;
}

bool IsName(const std::string& text) {
  if (text.empty() || std::isdigit(static_cast<unsigned char>(text[0]))) return false;
  for (char c : text) {
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '_') return false;
  }
  static const std::set<std::string> words = {"and",      "break",  "do",   "else", "elseif", "end",  "false", "for",
                                              "function", "goto",   "if",   "in",   "local",  "nil",  "not",   "or",
                                              "repeat",   "return", "then", "true", "until",  "while"};
  return !words.contains(text);
}

}  // namespace

absl::StatusOr<json> ParseSimulationLine(std::string_view line) {
  LIANBAN_ASSIGN_OR_RETURN(std::vector<std::string> words, Words(line));
  if (words.empty()) return Unclear(line);
  json entry = json::object();
  std::vector<std::string> plain;
  for (size_t i = 1; i < words.size(); ++i) {
    if (!ReadPair(words[i], entry)) plain.push_back(words[i]);
  }
  auto take = [&](size_t at) { return at < plain.size() ? plain[at] : std::string(); };
  const std::string& act = words[0];
  size_t most = 0;
  if (act == "start") {
    entry["start"] = true;
  } else if (act == "wait") {
    if (plain.empty()) return Unclear(line);
    entry["wait_until"] = take(1).empty() ? take(0) : take(0) + " " + take(1);
    most = 2;
  } else if (act == "child") {
    entry["child"] = ValueOf(take(0));
    if (!take(1).empty()) entry["result"] = take(1);
    most = 2;
  } else if (act == "message") {
    entry["message"] = take(0);
    if (!take(1).empty()) entry["outcome"] = take(1);
    most = 2;
  } else {
    entry["act"] = act;
    if (!take(0).empty()) entry["task"] = take(0);
    if (!take(1).empty()) entry["outcome"] = take(1);
    most = 2;
  }
  if (plain.size() > most) return Unclear(line);
  return entry;
}

std::string LuaOf(const json& value) {
  if (value.is_null()) return "nil";
  if (!value.is_structured()) return value.is_string() ? json(value).dump() : value.dump();
  std::string text;
  for (const auto& [key, each] : value.items()) {
    text += text.empty() ? " " : ", ";
    if (value.is_object()) text += (IsName(key) ? key : "[" + json(key).dump() + "]") + " = ";
    text += LuaOf(each);
  }
  return text.empty() ? "{}" : "{" + text + " }";
}

}  // namespace lianban::cli

#pragma once
// Reads one constructor of the script (task "accept" { … } as JSON) key by key. Whatever is not read by the end is
// unknown and reported, so that a slip of the pen never passes silently.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "nlohmann/json.hpp"
#include "services/workflow/language/findings.h"
#include "services/workflow/language/model.h"

namespace lianban::workflow {

bool IsRule(const nlohmann::json& value);                          // {"$function": N, …}
RuleRef RuleOf(const nlohmann::json& value);
std::string KindOf(const nlohmann::json& value);                   // "$kind", or ""
std::string NameOf(const nlohmann::json& value);                   // "$name", or ""
int LineOf(const nlohmann::json& value, int otherwise);             // "$line"
std::string FileOf(const nlohmann::json& value);                   // "$file", or ""
bool IsList(const nlohmann::json& value);                          // an array; an empty table counts as one
bool ValidName(std::string_view name);                             // [a-z][a-z0-9_]*, at most 64

class Block {
 public:
  // `what` names the block in messages: "步骤“accept”" / "step accept".
  Block(const nlohmann::json& json, std::string zh, std::string en, Findings& findings);

  int line() const { return line_; }
  const std::string& name() const { return name_; }
  const std::string& kind() const { return kind_; }
  bool Has(const char* key) const { return json_.contains(key); }

  std::string Text(const char* key, std::string otherwise = "");
  bool Bool(const char* key, bool otherwise);
  std::vector<std::string> Names(const char* key);                 // "a" or { "a", "b" }
  std::optional<RuleRef> Rule(const char* key);                    // a function, or nothing
  std::variant<bool, RuleRef> BoolOrRule(const char* key, bool otherwise);
  std::optional<PeriodSpec> PeriodAt(const char* key);
  bool AsOfToday();                                                // law = "at_filing" | "as_of_today"
  bool AtFiling();                                                 // written, not left out
  std::optional<ExtensionSpec> ExtensionAt(const char* key);
  // { withdraw = "why", … }: operations on cases that are refused.
  std::map<std::string, std::string> ForbidsAt(const char* key);
  // { grant = "给予援助", … }: outcomes as people read them.
  std::map<std::string, std::string> LabelsAt(const char* key);
  // The value as written, or nullptr. Marks it as read.
  const nlohmann::json* Raw(const char* key);
  // Everything that nobody has read, for specs that tools may use.
  void ReportUnread();
  void Wrong(const char* key, std::string_view zh, std::string_view en);

  Findings& findings() { return findings_; }
  const std::string& zh() const { return zh_; }
  const std::string& en() const { return en_; }

 private:
  const nlohmann::json& json_;
  std::string zh_, en_, name_, kind_;
  Findings& findings_;
  int line_ = 0;
  std::set<std::string> read_;
};

// days(7), days(param "x"), param "x", from_field "x". Nothing when it is not a period.
std::optional<PeriodSpec> PeriodFrom(const nlohmann::json& value);

}  // namespace lianban::workflow

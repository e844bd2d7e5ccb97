#pragma once
// Finds in Lua source what the loaded data no longer says: on which line a key stands, and the text of a rule.

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lianban::workflow::overlay {

// Lines of the keys of the block `kind "name" { … }` at or after `line`, two levels deep: {"title": 3, "on": 4, "on.complete": 4}.
// Keys inside functions and deeper tables are left out. A key written twice keeps its first line.
std::map<std::string, int> KeyLines(std::string_view source, int line, std::string_view kind, std::string_view name);

// The whole lines of the rule that begins on `line`, until everything opened there is closed. Two rules that begin on one
// line have the same text, so comparing texts may see a difference that is none, but never misses one.
std::string RuleText(std::string_view source, int line);

// A name with what is looked up in it: form.income, case.outcomes.look. Calls and numbers look the same.
struct DottedName {
  std::vector<std::string_view> parts;  // of the source; at least two
  int line = 0, column = 0;             // where the first begins, both from 1
};
std::vector<DottedName> DottedNames(std::string_view source);

// Everything before the table the script returns: local functions and lists its rules use.
std::string Preamble(std::string_view source);

}  // namespace lianban::workflow::overlay

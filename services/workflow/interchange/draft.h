#pragma once
// A script before it is written: steps with what is known about them, and what has to be told to its author.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/workflow/interchange/unmapped.h"

namespace lianban::workflow {

struct DraftBranch {
  std::string when;  // body of the rule as Lua; "" is otherwise
  std::string note;
  std::string to;
};

struct DraftStep {
  std::string kind, name, title;
  std::vector<std::string> notes;                        // comments above the step
  std::vector<std::string> keys;                         // Lua as it stands: by = role "handler"
  std::vector<std::pair<std::string, std::string>> on;   // outcome, step
  std::vector<std::pair<std::string, std::string>> labels;  // outcome, as people read it
  std::vector<DraftBranch> branches;
  std::vector<std::string> to;
  std::string join, next;
  std::map<std::string, std::vector<std::string>> groups;  // join: by incoming flow, its sources
  std::set<std::string> cancels;
};

struct Draft {
  std::string process, title, basis;
  std::map<std::string, std::string> params;  // key -> Lua value
  std::map<std::string, std::string> fields;  // name -> Lua of the field
  std::vector<DraftStep> steps;               // the first is the start
  std::vector<Unmapped> unmapped;
};

// Steps that nothing leads to are left out and listed in `unmapped`, which is repeated as comments in the script.
std::string WriteScript(Draft& draft);

// A valid name made of `text` ("Check order" -> "check_order"), or `otherwise` when nothing is left of it.
std::string NameFrom(std::string_view text, const std::string& otherwise);
std::string LuaText(std::string_view text);  // quoted

}  // namespace lianban::workflow

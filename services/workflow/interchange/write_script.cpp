#include <algorithm>

#include "absl/strings/str_join.h"
#include "fmt/format.h"
#include "services/workflow/interchange/draft.h"

namespace lianban::workflow {
namespace {

std::string OneLine(std::string text) {
  std::replace_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return text;
}

std::string List(const std::vector<std::string>& names) {
  std::vector<std::string> quoted;
  for (const std::string& name : names) quoted.push_back(LuaText(name));
  return "{ " + absl::StrJoin(quoted, ", ") + " }";
}

std::vector<std::string> Targets(const DraftStep& step) {
  std::vector<std::string> targets = step.to;
  for (const auto& [outcome, to] : step.on) targets.push_back(to);
  for (const DraftBranch& branch : step.branches) targets.push_back(branch.to);
  if (!step.next.empty()) targets.push_back(step.next);
  return targets;
}

void DropUnreachable(Draft& draft) {
  std::map<std::string, const DraftStep*> known;
  for (const DraftStep& step : draft.steps) known[step.name] = &step;
  std::set<std::string> seen;
  std::vector<std::string> todo = {draft.steps[0].name};
  while (!todo.empty()) {
    const std::string name = todo.back();
    todo.pop_back();
    if (!known.contains(name) || !seen.insert(name).second) continue;
    for (std::string& target : Targets(*known[name])) todo.push_back(std::move(target));
  }
  for (const DraftStep& step : draft.steps) {
    if (!seen.contains(step.name)) draft.unmapped.push_back({step.name, "到不了的步骤“" + step.title + "”没有写入", "cannot be reached, left out: " + step.title});
  }
  std::erase_if(draft.steps, [&](const DraftStep& step) { return !seen.contains(step.name); });
  for (DraftStep& step : draft.steps) {
    std::erase_if(step.cancels, [&](const std::string& name) { return !seen.contains(name); });
    for (auto& [flow, sources] : step.groups) std::erase_if(sources, [&](const std::string& name) { return !seen.contains(name); });
    std::erase_if(step.groups, [](const auto& group) { return group.second.empty(); });
  }
}

std::string WriteStep(const DraftStep& step) {
  std::string text;
  for (const std::string& note : step.notes) text += "    -- " + OneLine(note) + "\n";
  text += fmt::format("    {} {} {{\n      title = {},\n", step.kind, LuaText(step.name), LuaText(step.title));
  for (const std::string& key : step.keys) text += "      " + key + ",\n";
  if (!step.cancels.empty()) text += "      cancels = " + List({step.cancels.begin(), step.cancels.end()}) + ",\n";
  if (!step.on.empty()) {
    std::vector<std::string> ways;
    for (const auto& [outcome, to] : step.on) ways.push_back(outcome + " = " + LuaText(to));
    text += "      on = { " + absl::StrJoin(ways, ", ") + " },\n";
  }
  if (!step.labels.empty()) {
    std::vector<std::string> labels;
    for (const auto& [outcome, label] : step.labels) labels.push_back(outcome + " = " + LuaText(label));
    text += "      labels = { " + absl::StrJoin(labels, ", ") + " },\n";
  }
  if (!step.branches.empty()) {
    text += "      branches = {\n";
    for (const DraftBranch& branch : step.branches) {
      if (!branch.note.empty()) text += "        -- " + OneLine(branch.note) + "\n";
      const std::string when = branch.when.empty() ? "" : "when = function(form) return " + branch.when + " end, ";
      text += "        { " + when + "to = " + LuaText(branch.to) + " },\n";
    }
    text += "      },\n";
  }
  if (!step.to.empty()) text += "      to = " + List(step.to) + ",\n";
  if (!step.join.empty()) text += "      join = " + LuaText(step.join) + ",\n";
  if (!step.groups.empty()) {
    std::vector<std::string> groups;
    for (const auto& [flow, sources] : step.groups) groups.push_back(List(sources));
    text += "      groups = { " + absl::StrJoin(groups, ", ") + " },\n";
  }
  if (!step.next.empty()) text += "      next = " + LuaText(step.next) + ",\n";
  return text + "    },\n";
}

}  // namespace

std::string LuaText(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out + "\"";
}

std::string NameFrom(std::string_view text, const std::string& otherwise) {
  static const std::set<std::string> words = {"and", "break", "do", "else", "elseif", "end", "false", "for", "function",
                                              "goto", "if", "in", "local", "nil", "not", "or", "repeat", "return",
                                              "then", "true", "until", "while"};
  std::string name;
  for (char c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (letter) name += c;
    else if (!name.empty() && name.back() != '_') name += '_';
  }
  while (!text.ends_with('_') && !name.empty() && name.back() == '_') name.pop_back();
  if (!name.empty() && name[0] >= '0' && name[0] <= '9') name = "s" + name;
  if (name.size() > 50) name.resize(50);
  if (name.empty()) return otherwise;
  return words.contains(name) ? name + "_" : name;
}

std::string WriteScript(Draft& draft) {
  DropUnreachable(draft);
  std::string text = "-- " + OneLine(draft.title) + "\n";
  if (!draft.unmapped.empty()) {
    text += "-- 转换时没有对应写法的内容，请逐条核对 · What could not be carried over, to be checked one by one:\n";
    for (const Unmapped& lost : draft.unmapped) {
      text += OneLine(fmt::format("--   {}: {} · {}", lost.element.empty() ? draft.process : lost.element, lost.zh, lost.en)) + "\n";
    }
  }
  text += fmt::format("\nreturn workflow {} {{\n  title = {},\n", LuaText(draft.process), LuaText(draft.title));
  if (!draft.basis.empty()) text += "  basis = " + LuaText(draft.basis) + ",\n";
  if (!draft.params.empty()) {
    text += "\n  params = {\n";
    for (const auto& [key, value] : draft.params) text += fmt::format("    [{}] = {},\n", LuaText(key), value);
    text += "  },\n";
  }
  if (!draft.fields.empty()) {
    text += "\n  form = {\n";
    for (const auto& [name, field] : draft.fields) text += "    " + field + ",\n";
    text += "  },\n";
  }
  text += "\n  steps = {\n";
  for (size_t i = 0; i < draft.steps.size(); ++i) text += (i ? "\n" : "") + WriteStep(draft.steps[i]);
  return text + "  },\n}\n";
}

}  // namespace lianban::workflow

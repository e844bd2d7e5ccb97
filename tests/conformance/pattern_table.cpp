#include "tests/conformance/pattern_table.h"

#include <fstream>
#include <sstream>
#include <string_view>

#include "fmt/format.h"
#include "services/lib/errors/error.h"

namespace lianban::conformance {
namespace {

constexpr char kHead[] = R"(# Control-flow patterns · 控制流模式

The 43 control-flow patterns of the Workflow Patterns Initiative (N. Russell, A. ter Hofstede, W. van der Aalst, N. Mulyar,
"Workflow Control-Flow Patterns: A Revised View", 2006), in the words of this language. Each has a script and stories that show
what happens and what must not; every script is proved sound, and every way of it is walked by a story.
《工作流控制流模式》四十三种，逐一有脚本、情景和完备性证明。

Made by the tests from the heads of the scripts. Do not edit; `LIANBAN_WRITE_TABLES=1 build/lianban_conformance_test` writes it anew.

)";

bool Take(const std::string& line, std::string_view key, std::string& to) {
  if (!line.starts_with(key)) return false;
  to = line.substr(key.size());
  return true;
}

// In a cell of a table.
std::string Cell(const std::string& text) {
  std::string cell;
  for (char c : text) {
    if (c == '|') cell += '\\';
    cell += c;
  }
  return cell;
}

}  // namespace

absl::StatusOr<Pattern> ReadPattern(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "process.lua";
  std::ifstream in(file);
  if (!in) return Error("FILE_UNREADABLE", {{"file", file.filename().string()}});
  Pattern pattern;
  pattern.folder = folder;
  std::string line;
  while (std::getline(in, line) && line.starts_with("-- ")) {
    line.erase(0, 3);
    if (Take(line, "含义：", pattern.means_zh) || Take(line, "Means: ", pattern.means) || Take(line, "Here: ", pattern.here) ||
        Take(line, "Limit: ", pattern.limit)) {
      continue;
    }
    std::istringstream words(line);
    words >> pattern.no;
    std::string names;
    std::getline(words >> std::ws, names);
    const size_t dot = names.find(" · ");
    if (dot == std::string::npos) break;
    pattern.name = names.substr(0, dot);
    pattern.name_zh = names.substr(dot + std::string_view(" · ").size());
  }
  if (pattern.no < 1 || pattern.name.empty() || pattern.means.empty() || pattern.means_zh.empty() || pattern.here.empty()) {
    return Error("FILE_INVALID", {{"file", file.filename().string()}});
  }
  return pattern;
}

std::string TableOf(const std::vector<Pattern>& patterns) {
  std::string text = kHead;
  text += "| # | Pattern · 模式 | Semantics · 含义 | Written here · 写法 | Test · 检验 |\n|---|---|---|---|---|\n";
  size_t limited = 0;
  for (const Pattern& pattern : patterns) {
    std::string here = pattern.here;
    if (!pattern.limit.empty()) {
      here += " **Limit:** " + pattern.limit;
      ++limited;
    }
    const std::string name = pattern.folder.filename().string();
    text += fmt::format("| {} | {} · {} | {} {} | {} | [{}](../tests/conformance/patterns/{}/scenarios.lua) |\n", pattern.no,
                        Cell(pattern.name), Cell(pattern.name_zh), Cell(pattern.means), Cell(pattern.means_zh), Cell(here),
                        name, name);
  }
  text += fmt::format("\n{} patterns of 43; {} of them with a stated limit.\n", patterns.size(), limited);
  return text;
}

}  // namespace lianban::conformance

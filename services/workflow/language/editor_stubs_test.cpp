// api/lua/lianban.d.lua says what the sandbox offers and what the language reads. Tests run in the root of the
// repository.

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "gtest/gtest.h"
#include "services/workflow/language/model.h"
#include "services/workflow/sandbox/vocabulary.h"

namespace lianban::workflow {
namespace {

std::string Stubs() {
  std::ifstream in("api/lua/lianban.d.lua");
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// Global name -> the comment line that stands at the head of it.
std::map<std::string, std::string> Globals(const std::string& stubs) {
  std::map<std::string, std::string> globals;
  std::istringstream lines(stubs);
  std::string line, head;
  std::smatch match;
  static const std::regex function(R"(^function (\w+)\()"), constant(R"(^(\w+) = nil$)");
  while (std::getline(lines, line)) {
    if (line.empty())
      head.clear();
    else if (head.empty() && line.starts_with("---") && !line.starts_with("---@"))
      head = line;
    if (std::regex_search(line, match, function) || std::regex_search(line, match, constant)) globals[match[1]] = head;
  }
  return globals;
}

TEST(EditorStubs, HaveEveryWordOfTheVocabularyAndNoOther) {
  std::map<std::string, std::string> globals = Globals(Stubs());
  std::set<std::string> words;
  for (const Word& word : Vocabulary()) {
    words.insert(std::string(word.name));
    auto it = globals.find(std::string(word.name));
    ASSERT_NE(it, globals.end()) << word.name << " is missing in api/lua/lianban.d.lua";
    EXPECT_EQ(it->second, "---" + std::string(word.doc_zh) + " · " + std::string(word.doc)) << word.name;
  }
  for (const auto& [name, head] : globals)
    EXPECT_TRUE(words.contains(name)) << name << " is not a word of the language";
}

// Class -> its fields, without what it inherits.
std::map<std::string, std::set<std::string>> Classes(const std::string& stubs) {
  std::map<std::string, std::set<std::string>> classes;
  std::istringstream lines(stubs);
  std::string line, current;
  std::smatch match;
  static const std::regex opening(R"(^---@class lianban\.(\w+))"), field(R"(^---@field (\w+) )");
  while (std::getline(lines, line)) {
    if (std::regex_search(line, match, opening))
      current = match[1];
    else if (std::regex_search(line, match, field))
      classes[current].insert(match[1]);
  }
  return classes;
}

ScriptHost& StubsHost() {
  static std::unique_ptr<ScriptHost> host =
      StartWorkerPool({.soft_deadline_ms = 2000, .hard_deadline_ms = 5000}).value();
  return *host;
}

TEST(EditorStubs, OfferOnlyKeysThatTheLanguageReads) {
  for (const auto& [kind, fields] : Classes(Stubs())) {
    static const std::set<std::string> blocks = {"workflow", "task", "decide", "select", "fork",  "join",
                                                 "wait",     "call", "effect", "finish", "field", "material"};
    if (!blocks.contains(kind)) continue;
    std::string keys;
    for (const std::string& field : fields) keys += field + " = false, ";
    std::string source = "return workflow \"w\" { steps = { " + kind + " \"x\" { " + keys + " } } }";
    if (kind == "workflow") source = "return workflow \"w\" { " + keys + " }";
    if (kind == "field") source = "return workflow \"w\" { form = { choice \"x\" { " + keys + " } } }";
    if (kind == "material") source = "return workflow \"w\" { materials = { material \"x\" { " + keys + " } } }";
    auto bundle = std::make_shared<ScriptBundle>();
    bundle->main = "process.lua";
    bundle->files["process.lua"] = source;
    std::vector<ScriptDiagnostic> findings;
    EXPECT_FALSE(LoadProcess(StubsHost(), bundle, &findings).ok());
    for (const ScriptDiagnostic& finding : findings)
      EXPECT_NE(finding.code, "KEY_UNKNOWN") << kind << ": " << finding.message;
  }
}

}  // namespace
}  // namespace lianban::workflow

#include "services/records/letter/letters.h"

#include <map>

#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "services/lib/check/check.h"

namespace lianban::records {
namespace letter {
const std::map<std::string_view, std::string_view>& EmbeddedFiles();
}
namespace {

using Letters = std::map<std::string, Letter, std::less<>>;

const Letters& AllLetters() {
  static const Letters letters = [] {
    const auto json = nlohmann::json::parse(letter::EmbeddedFiles().at("letters.json"), nullptr, false);
    LIANBAN_CHECK(json.is_object(), "letters.json is JSON");
    Letters read;
    for (const auto& [key, value] : json.items()) {
      read[key] = {value.at("title"), value.at("paragraphs"), value.value("basis", std::vector<std::string>()),
                   value.value("remedy", "")};
    }
    return read;
  }();
  return letters;
}

}  // namespace

const Letter& LetterFor(std::string_view process, std::string_view kind, std::string_view name) {
  const Letters& all = AllLetters();
  if (const auto own = all.find(fmt::format("{}/{}", process, name)); own != all.end()) return own->second;
  if (const auto general = all.find(name); general != all.end() && name != "*") return general->second;
  return all.find(kind == "message" ? "message" : "*")->second;
}

std::string RemedyText(const std::string& remedy) {
  const auto found = AllLetters().find("remedy " + remedy);
  return found == AllLetters().end() ? remedy : found->second.remedy;
}

std::vector<std::string> LetterKeys() {
  std::vector<std::string> keys;
  for (const auto& [key, each] : AllLetters()) keys.push_back(key);
  return keys;
}

}  // namespace lianban::records

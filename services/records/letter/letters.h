#pragma once
// The words of the notices (letters.json): a letter for "<process>/<template>", else for the template, else "*".

#include <string>
#include <string_view>
#include <vector>

namespace lianban::records {

// Texts with places such as {due}; what a paragraph needs and is not there leaves the paragraph out.
struct Letter {
  std::string title;
  std::vector<std::string> paragraphs;
  std::vector<std::string> basis;
  std::string remedy;
};

const Letter& LetterFor(std::string_view process, std::string_view kind, std::string_view name);

// What a person can do, by the name that scripts use (objection, reconsideration, review); another text is the text.
std::string RemedyText(const std::string& remedy);

// Every letter under its key, for tests.
std::vector<std::string> LetterKeys();

}  // namespace lianban::records

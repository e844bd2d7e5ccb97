#pragma once
// Literals of a cell, one after another.

#include <optional>
#include <string>
#include <string_view>

#include "nlohmann/json.hpp"

namespace lianban::workflow {

struct CellError;

// Full-width quotes, brackets, commas and comparison signs become ASCII; the words between them stay as they are typed.
std::string TidyText(std::string_view cell);

std::string WriteMoney(const nlohmann::json& fen);

class Literals {
 public:
  // Both outlive the reader. `type` is a column type.
  Literals(std::string_view text, std::string_view type) : rest_(text), type_(type) {}

  bool AtEnd();
  bool Take(std::string_view token);       // after white space
  bool TakeWord(std::string_view token);   // as Take, in small or capital letters
  std::string Rest() const { return std::string(rest_); }

  std::optional<CellError> Read(nlohmann::json* value);

 private:
  void SkipSpace();
  std::string_view Bare(std::string_view stops);
  std::optional<CellError> Quoted(std::string* out);
  std::optional<CellError> Typed(std::string_view word, nlohmann::json* value) const;
  std::optional<CellError> Wrong(std::string_view word) const;

  std::string_view rest_;
  std::string_view type_;
};

}  // namespace lianban::workflow

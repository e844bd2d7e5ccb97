#pragma once
// The table of the 43 control-flow patterns, made from the heads of the scripts that show them.

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace lianban::conformance {

struct Pattern {
  int no = 0;                    // of the Workflow Patterns Initiative, 1 to 43
  std::string name;              // "Sequence"
  std::string name_zh;
  std::string means;             // its semantics in one sentence
  std::string means_zh;
  std::string here;              // how it is written in this language
  std::string limit;             // what this language does not do of it; empty: it does all
  std::filesystem::path folder;
};

// Reads the comment lines at the head of process.lua: "-- 1 Sequence · 顺序", then "-- 含义：", "-- Means: ", "-- Here: " and,
// where there is one, "-- Limit: ". Errors: FILE_UNREADABLE, FILE_INVALID.
absl::StatusOr<Pattern> ReadPattern(const std::filesystem::path& folder);

// docs/patterns.md.
std::string TableOf(const std::vector<Pattern>& patterns);

}  // namespace lianban::conformance

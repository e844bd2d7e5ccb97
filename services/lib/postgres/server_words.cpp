#include "services/lib/postgres/server_words.h"

#include <map>
#include <mutex>

#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "spdlog/spdlog.h"

namespace lianban::postgres {
namespace {

constexpr absl::Duration kQuiet = absl::Seconds(10);
constexpr size_t kRememberedMax = 100;

}  // namespace

std::string OneLine(std::string_view words) {
  std::string line;
  for (const absl::string_view word :
       absl::StrSplit(absl::string_view(words.data(), words.size()), absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty())) {
    if (line.empty() && word == "ERROR:") continue;
    if (word == "CONTEXT:") break;  // where in our own SQL
    if (!line.empty()) line += ' ';
    line.append(word.data(), word.size());
  }
  return line;
}

void LogDatabaseAway(std::string_view words) {
  static std::mutex mutex;
  static std::map<std::string, absl::Time> said;
  const std::string line = OneLine(words);
  {
    const std::lock_guard lock(mutex);
    if (said.size() >= kRememberedMax) said.clear();
    const auto [at, fresh] = said.try_emplace(line, absl::Now());
    if (!fresh && absl::Now() < at->second + kQuiet) return;
    at->second = absl::Now();
  }
  spdlog::warn("database away, waiting for it: {}", line);
}

}  // namespace lianban::postgres

#include "services/workflow/language/findings.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"

namespace lianban::workflow {
namespace {

constexpr size_t kFindingsMax = 500;
constexpr size_t kMessageBytesMax = 300;

// Cuts at a character, never inside one.
std::string Shortened(std::string text) {
  if (text.size() <= kMessageBytesMax) return text;
  size_t end = kMessageBytesMax - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text + "…";
}

}  // namespace

void Findings::Append(ScriptDiagnostic finding) {
  if (!finding.warning) ++errors_;
  if (list_.size() < kFindingsMax) list_.push_back(std::move(finding));
}

bool Findings::HasErrorIn(std::string_view name) const {
  return std::any_of(list_.begin(), list_.end(), [&](const ScriptDiagnostic& finding) {
    const std::string_view file = finding.file;
    return !finding.warning && file.substr(file.rfind('/') + 1) == name;  // npos + 1 is 0
  });
}

void Findings::Add(int line, std::string_view code, std::string_view zh, std::string_view en) {
  Append({file_, line, 0, std::string(code), Shortened(fmt::format("{} ({})", zh, en)), false});
}

void Findings::Warn(int line, std::string_view code, std::string_view zh, std::string_view en) {
  Append({file_, line, 0, std::string(code), Shortened(fmt::format("{} ({})", zh, en)), true});
}

void Findings::WarnAt(std::string_view file, int line, int column, std::string_view code, std::string_view zh, std::string_view en) {
  Append({std::string(file), line, column, std::string(code), Shortened(fmt::format("{} ({})", zh, en)), true});
}

void Findings::AddTo(std::string_view file, int line, std::string_view code, std::string_view message, bool warning) {
  Append({std::string(file), line, 0, std::string(code), Shortened(std::string(message)), warning});
}

}  // namespace lianban::workflow

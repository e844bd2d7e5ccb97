#include "services/workflow/sandbox/worker/source_findings.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/workflow/sandbox/wire/text_checks.h"

namespace lianban::workflow::sandbox {
namespace {

// Edit distance, given up above 2.
size_t Distance(std::string_view a, std::string_view b) {
  constexpr size_t kFar = 3;
  if (a.size() > b.size() + 2 || b.size() > a.size() + 2) return kFar;
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

WireDiagnostic SourceFindings::At(const SourceToken& at, const char* code, const std::string& zh, const std::string& en) const {
  return {.file = path_, .line = at.line, .column = at.column, .code = code, .message = Printable(zh + " (" + en + ")", kErrorBytesMax)};
}

void SourceFindings::Error(const SourceToken& at, const char* code, const std::string& zh, const std::string& en) {
  if (context_.errors.size() < kDiagnosticsMax) context_.errors.push_back(At(at, code, zh, en));
}

void SourceFindings::Warn(const SourceToken& at, const char* code, const std::string& zh, const std::string& en) {
  if (context_.warnings.size() < kDiagnosticsMax) context_.warnings.push_back(At(at, code, zh, en));
}

void SourceFindings::UnknownGlobal(const SourceToken& name, const std::set<std::string, std::less<>>& defined) {
  std::string near;
  for (const auto* names : {&defined, &std::as_const(context_.globals)}) {
    for (const std::string& candidate : *names) {
      if (near.empty() && Distance(candidate, name.text.substr(0, 40)) <= 1 + (name.text.size() > 5)) near = candidate;
    }
  }
  std::string text = Printable(name.text, 60);
  std::string zh = "没有名为 " + text + " 的词或变量", en = "nothing is called " + text;
  if (!near.empty()) {
    zh += "；是否应为 " + near + "？";
    en += "; did you mean " + near + "?";
  }
  Error(name, "SCRIPT_GLOBAL", zh, en);
}

void SourceFindings::ParamKey(std::string_view key) {
  auto& keys = context_.param_keys;
  if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.emplace_back(key);
}

}  // namespace lianban::workflow::sandbox

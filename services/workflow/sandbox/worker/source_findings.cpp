#include "services/workflow/sandbox/worker/source_findings.h"

#include <algorithm>
#include <utility>

#include "services/workflow/sandbox/wire/near_name.h"
#include "services/workflow/sandbox/wire/text_checks.h"

namespace lianban::workflow::sandbox {
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
  std::string near = NearName(name.text, defined);
  if (near.empty()) near = NearName(name.text, std::as_const(context_.globals));
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

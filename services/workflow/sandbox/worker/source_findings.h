#pragma once
// What the scan of one file finds, as diagnostics.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/workflow/sandbox/worker/context.h"
#include "services/workflow/sandbox/worker/source_lexer.h"

namespace lianban::workflow::sandbox {

class SourceFindings {
 public:
  SourceFindings(Context& context, std::string_view path) : context_(context), path_(path) {}

  void Forbidden(const SourceToken& at, const std::string& zh, const std::string& en) { Error(at, "SCRIPT_FORBIDDEN", zh, en); }
  void Miscompiled(const SourceToken& at, const std::string& zh, const std::string& en) { Error(at, "SCRIPT_MISCOMPILED", zh, en); }
  void Warn(const SourceToken& at, const char* code, const std::string& zh, const std::string& en);
  // A name that nobody defines. `defined`: the globals of the file.
  void UnknownGlobal(const SourceToken& name, const std::set<std::string, std::less<>>& defined);
  void ParamKey(std::string_view key);

 private:
  void Error(const SourceToken& at, const char* code, const std::string& zh, const std::string& en);
  WireDiagnostic At(const SourceToken& at, const char* code, const std::string& zh, const std::string& en) const;

  Context& context_;
  std::string path_;
};

}  // namespace lianban::workflow::sandbox

#include "services/workflow/sandbox/worker/source_names.h"

namespace lianban::workflow::sandbox {

bool SourceNames::Refused(const SourceToken& name) {
  if (name.text != "_ENV") return false;
  findings_.Forbidden(name, "不能使用 _ENV", "_ENV cannot be used");
  return true;
}

void SourceNames::Declare(const SourceToken& name) {
  Refused(name);
  scopes_.back().emplace(name.text);
}

bool SourceNames::IsLocal(std::string_view name) const {
  for (const Names& scope : scopes_) {
    if (scope.contains(name)) return true;
  }
  return false;
}

void SourceNames::Read(const SourceToken& name) {
  if (Refused(name) || IsLocal(name.text)) return;
  Constant(name.text);
  reads_.push_back(name);
}

void SourceNames::Write(const SourceToken& name) {
  if (Refused(name) || IsLocal(name.text)) return;
  Constant(name.text);
  std::string text(name.text);
  if (globals_.contains(name.text)) {
    findings_.Forbidden(name, text + " 是语言的词，不能改写；请用 local 换个名字",
                        text + " is a word of the language and cannot be changed; use a local of another name");
  } else if (functions_.size() > 1) {
    findings_.Forbidden(name, "函数内不能给全局变量 " + text + " 赋值；请用 local",
                        "a function cannot set the global " + text + "; use a local");
  } else {
    findings_.Warn(name, "SCRIPT_LINT_GLOBAL", text + " 是全局变量；建议写 local", text + " is global; write local");
  }
  defined_.emplace(name.text);
}

void SourceNames::EndFunction() {
  constexpr size_t kConstantsMax = 250;
  const Function& function = functions_.back();
  if (function.bitwise.has_value() && function.constants.size() > kConstantsMax) {
    findings_.Miscompiled(*function.bitwise, "函数常量超过 250 个时位运算会算错；请拆分函数",
                          "with more than 250 constants in one function bitwise operators give wrong values; split the function");
  }
  functions_.pop_back();
}

void SourceNames::ReportUnknown() {
  Names told;
  for (const SourceToken& name : reads_) {
    bool known = globals_.contains(name.text) || defined_.contains(name.text);
    if (known || told.size() >= kDiagnosticsMax || !told.emplace(name.text).second) continue;
    findings_.UnknownGlobal(name, defined_);
  }
}

}  // namespace lianban::workflow::sandbox

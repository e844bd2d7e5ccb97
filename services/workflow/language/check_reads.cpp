#include "services/workflow/language/check_reads.h"

#include <set>

#include "fmt/format.h"
#include "services/workflow/overlay/source_lines.h"

namespace lianban::workflow {
namespace {

using overlay::DottedName;
using NameSet = std::set<std::string, std::less<>>;

class ReadNames {
 public:
  ReadNames(const Model& model, Findings& findings) : findings_(findings) {
    for (const Field& field : model.form) fields_.insert(field.name);
    for (const Step& step : model.steps) steps_.insert(step.name);
  }

  void Check(const std::string& path, const DottedName& name) {
    if (name.parts[0] == "form") {
      Known(path, name, name.parts[1], fields_, "FIELD_UNKNOWN", "表单里没有字段", "the form has no field");
    } else if (name.parts[0] == "case" && name.parts.size() > 2 && IsByStep(name.parts[1])) {
      Known(path, name, name.parts[2], steps_, "STEP_UNKNOWN", "没有步骤", "there is no step");
    }
  }

 private:
  static bool IsByStep(std::string_view key) { return key == "outcomes" || key == "decisions" || key == "answers"; }

  void Known(const std::string& path, const DottedName& name, std::string_view read, const NameSet& names, std::string_view code,
             std::string_view zh, std::string_view en) {
    if (names.contains(read) || !told_.emplace(path + ":" + std::string(read)).second) return;
    const Suggestion meant = Suggest(read, names);
    findings_.WarnAt(path, name.line, name.column, code, fmt::format("{}“{}”，读到的总是空{}", zh, read, meant.zh),
                     fmt::format("{} {}: what is read is always nothing{}", en, read, meant.en));
  }

  Findings& findings_;
  NameSet fields_, steps_, told_;
};

// The process itself and what adapts it; not its stories, and not what it shares with other processes.
bool HasRules(const ScriptBundle& bundle, const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  return path == bundle.main || name == "process.lua" || name == "adapt.lua";
}

}  // namespace

void CheckReads(const ScriptBundle& bundle, const Model& model, Findings& findings) {
  ReadNames names(model, findings);
  for (const auto& [path, text] : bundle.files) {
    if (!HasRules(bundle, path)) continue;
    for (const DottedName& name : overlay::DottedNames(text)) names.Check(path, name);
  }
}

}  // namespace lianban::workflow

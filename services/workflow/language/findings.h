#pragma once
// Collects what is wrong with a script while its model is built.

#include <string>
#include <string_view>
#include <vector>

#include "services/workflow/sandbox/script_host.h"
#include "services/workflow/sandbox/wire/near_name.h"

namespace lianban::workflow {

class Findings {
 public:
  explicit Findings(std::string file) : file_(std::move(file)) {}

  // `zh` and `en` say the same; together they are the message.
  void Add(int line, std::string_view code, std::string_view zh, std::string_view en);
  void Warn(int line, std::string_view code, std::string_view zh, std::string_view en);
  // At a place that is known to the column.
  void WarnAt(std::string_view file, int line, int column, std::string_view code, std::string_view zh, std::string_view en);
  // About another file of the bundle.
  void AddTo(std::string_view file, int line, std::string_view code, std::string_view message, bool warning);

  // While it lives, findings are about `file`: a part of the process that another file wrote. "" is the main script.
  class InFile {
   public:
    InFile(Findings& findings, const std::string& file) : findings_(findings), before_(findings.file_) {
      if (!file.empty()) findings.file_ = file;
    }
    ~InFile() { findings_.file_ = before_; }
    InFile(const InFile&) = delete;

   private:
    Findings& findings_;
    std::string before_;
  };

  // Whether there is an error in a file of that name, in whatever folder: what it should have held is then missing for a reason told already.
  bool HasErrorIn(std::string_view name) const;
  bool has_errors() const { return errors_ > 0; }
  const std::vector<ScriptDiagnostic>& list() const { return list_; }

 private:
  void Append(ScriptDiagnostic finding);

  std::string file_;
  std::vector<ScriptDiagnostic> list_;
  int errors_ = 0;
};

// "；是否应为“income”？" and "; did you mean income?", or nothing: what to say behind a name that nobody knows.
struct Suggestion {
  std::string zh, en;
};
template <class Names>
Suggestion Suggest(std::string_view written, const Names& names) {
  const std::string near = sandbox::NearName(written, names);
  return near.empty() ? Suggestion() : Suggestion{"；是否应为“" + near + "”？", "; did you mean " + near + "?"};
}

}  // namespace lianban::workflow

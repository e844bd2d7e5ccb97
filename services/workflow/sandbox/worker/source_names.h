#pragma once
// Which names a file declares, reads and writes, by scope and by function.

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/workflow/sandbox/worker/source_findings.h"
#include "services/workflow/sandbox/worker/source_lexer.h"

namespace lianban::workflow::sandbox {

class SourceNames {
 public:
  // `globals`: what every file finds. Both outlive this.
  SourceNames(const std::set<std::string, std::less<>>& globals, SourceFindings& findings) : globals_(globals), findings_(findings) {}

  struct Scope {
    explicit Scope(SourceNames& all) : all(all) { all.scopes_.emplace_back(); }
    ~Scope() { all.scopes_.pop_back(); }
    SourceNames& all;
  };
  // The file itself is the outermost function.
  struct FunctionScope {
    explicit FunctionScope(SourceNames& all) : all(all) { all.functions_.emplace_back(); }
    ~FunctionScope() { all.EndFunction(); }
    SourceNames& all;
  };

  void Declare(const SourceToken& name);
  void DeclareSelf() { scopes_.back().emplace("self"); }
  bool IsLocal(std::string_view name) const;
  void Read(const SourceToken& name);
  void Write(const SourceToken& name);
  // For the two ways in which many constants are compiled wrongly.
  void Constant(std::string_view value) { functions_.back().constants.emplace(value); }
  void Bitwise(const SourceToken& operation) { functions_.back().bitwise = operation; }
  // At the end of the file: every name that was read and that nobody defines.
  void ReportUnknown();

 private:
  using Names = std::set<std::string, std::less<>>;
  struct Function {
    Names constants;
    std::optional<SourceToken> bitwise;
  };
  bool Refused(const SourceToken& name);
  void EndFunction();

  const Names& globals_;
  SourceFindings& findings_;
  std::vector<Names> scopes_;
  std::vector<Function> functions_;
  std::vector<SourceToken> reads_;
  Names defined_;
};

}  // namespace lianban::workflow::sandbox

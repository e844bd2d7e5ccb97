#include "services/workflow/sandbox/worker/function_reads.h"

#include <algorithm>
#include <set>

namespace lianban::workflow::sandbox {
namespace {

using Tokens = std::vector<SourceToken>;

bool IsName(const SourceToken& token) { return token.kind == SourceToken::Kind::kName; }

// +1 for a keyword that opens a block, -1 for one that closes it.
int BlockStep(const SourceToken& token) {
  if (token.Is("function") || token.Is("if") || token.Is("do") || token.Is("repeat")) return 1;
  return token.Is("end") || token.Is("until") ? -1 : 0;
}

}  // namespace

FunctionReads::FunctionReads(std::string_view source) {
  SourceLexer lexer(source);
  do {
    tokens_.push_back(lexer.Next());
  } while (tokens_.back().kind != SourceToken::Kind::kEnd);
  tokens_.push_back(tokens_.back());
  for (size_t at = 0; at < tokens_.size(); ++at) {
    if (!tokens_[at].Is("function")) continue;
    Function function{at, tokens_[at].line, 0, false};
    while (function.parameters + 1 < tokens_.size() && !tokens_[function.parameters].Is("(")) {
      function.takes_self |= tokens_[++function.parameters].Is(":");
    }
    function.line = tokens_[function.parameters].line;
    functions_.push_back(function);
  }
}

const FunctionReads::Function* FunctionReads::FunctionOn(int line) const {
  const Function* found = nullptr;
  for (const Function& function : functions_) {
    if (function.keyword_line != line && function.line != line) continue;
    if (found != nullptr) return nullptr;
    found = &function;
  }
  return found;
}

std::optional<std::vector<std::string_view>> FunctionReads::Of(int line, size_t parameter) const {
  const Function* function = FunctionOn(line);
  if (function == nullptr || function->takes_self) return std::nullopt;
  std::vector<std::string_view> parameters;
  size_t at = function->parameters;
  for (; at + 1 < tokens_.size() && !tokens_[at].Is(")"); ++at) {
    if (IsName(tokens_[at])) parameters.push_back(tokens_[at].text);
  }
  if (parameter >= parameters.size()) return std::nullopt;
  const std::string_view name = parameters[parameter];
  if (std::count(parameters.begin(), parameters.end(), name) != 1) return std::nullopt;
  std::set<std::string_view> fields;
  int open = 1;
  for (++at; at + 2 < tokens_.size(); ++at) {
    open += BlockStep(tokens_[at]);
    if (open == 0) return std::vector<std::string_view>(fields.begin(), fields.end());
    const SourceToken& before = tokens_[at - 1];
    if (!IsName(tokens_[at]) || tokens_[at].text != name || before.Is(".") || before.Is(":")) continue;
    if (!tokens_[at + 1].Is(".") || !IsName(tokens_[at + 2])) return std::nullopt;
    fields.insert(tokens_[at + 2].text);
  }
  return std::nullopt;
}

}  // namespace lianban::workflow::sandbox

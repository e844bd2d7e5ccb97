#pragma once
// What a function can read of its parameters, as far as its text tells. Where every mention of a parameter is followed by a field of
// it (case.outcomes), the function reads these fields and no others, whatever it is called with.

#include <optional>
#include <string_view>
#include <vector>

#include "services/workflow/sandbox/worker/source_lexer.h"

namespace lianban::workflow::sandbox {

class FunctionReads {
 public:
  // A file that the compiler accepts; it outlives this.
  explicit FunctionReads(std::string_view source);

  // The fields, in order, of the parameter with this number (from 0) of the function whose parameters stand on `line`. nullopt: it may
  // be any, or more than one function begins there.
  std::optional<std::vector<std::string_view>> Of(int line, size_t parameter) const;

 private:
  struct Function {
    size_t parameters;         // the bracket before them
    int keyword_line, line;    // of the keyword, of the bracket
    bool takes_self;           // a:b(c) has one parameter more than are written
  };
  const Function* FunctionOn(int line) const;  // nullptr: none, or several

  std::vector<SourceToken> tokens_;  // the last two are ends
  std::vector<Function> functions_;
};

}  // namespace lianban::workflow::sandbox

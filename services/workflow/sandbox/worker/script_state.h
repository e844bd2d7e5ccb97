#pragma once
// One loaded script, ready to answer. There is one Lua state at a time; its memory is the arena, and a loaded script is
// kept as an image of that memory.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "services/workflow/sandbox/worker/context.h"

namespace lianban::workflow::sandbox {

struct BundleFiles {
  std::string main;
  std::map<std::string, std::string, std::less<>> files;
};

// A script after loading: what it said, and where a case begins. `errors` not empty: nothing else is set.
struct ScriptImage {
  std::string root;  // MessagePack of what the main chunk returned
  std::vector<std::string> param_keys;
  std::vector<WireDiagnostic> warnings, errors;

  std::string memory;  // of the arena
  lua_State* state = nullptr;
  std::map<std::string, std::string, std::less<>> paths;
};

struct CallOutcome {
  bool ok = false;
  std::string value;  // MessagePack
  WireDiagnostic error;
  uint64_t fuel_used = 0;
};

class ScriptRunner {
 public:
  explicit ScriptRunner(const ScriptLimits& limits) : context_(limits) {}

  ScriptImage Load(const BundleFiles& bundle);

  // A fresh case of a script; `image` and `params` outlive the calls that follow.
  void BeginCase(const ScriptImage& image, std::string_view params);
  CallOutcome Call(int64_t function, std::string_view arguments);

  // Between requests: gives back memory that only a large case needed.
  void Rest() { context_.arena.Trim(); }

 private:
  Context context_;
};

}  // namespace lianban::workflow::sandbox

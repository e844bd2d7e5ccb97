#pragma once
// One loaded script, ready to answer. There is one Lua state at a time; its memory is the arena, and a loaded script is
// kept as an image of that memory.

#include <array>
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

  Arena::Image memory;
  lua_State* state = nullptr;
  std::map<std::string, std::string, std::less<>> paths;
};

struct CallOutcome {
  bool ok = false;
  std::string value;  // MessagePack
  WireReads reads;  // of a traced call
  WireDiagnostic error;
  uint64_t fuel_used = 0;
};

inline constexpr uint32_t kArgumentsMax = 100;

// First what calls share, which outlives the case, then a MessagePack array of the call's own.
struct CallArguments {
  std::array<const SharedArgument*, kArgumentsMax> shared{};
  uint32_t shares = 0;
  std::string_view own{};
};

class ScriptRunner {
 public:
  explicit ScriptRunner(const ScriptLimits& limits) : context_(limits) {}

  ScriptImage Load(const BundleFiles& bundle);

  // A fresh case of a script; `image` and `params` outlive the calls that follow.
  void BeginCase(const ScriptImage& image, std::string_view params);
  CallOutcome Call(int64_t function, const CallArguments& arguments, bool traced = false);

  // Between requests: gives back memory that only a large case needed.
  void Rest() { context_.arena.Trim(); }

 private:
  Context context_;
  const ScriptImage* begun_ = nullptr;  // of the case before
};

}  // namespace lianban::workflow::sandbox

#pragma once
// The only door to Lua. Scripts run in jailed worker processes (see README.md); this interface is what check, test,
// simulate, replay and production share.
//
// Loading a script gives plain data:
//   * a constructor of the vocabulary (task "accept" {...}) becomes an object with "$kind", "$name" (when named),
//     "$line" and the fields of its table;
//   * a Lua function becomes {"$function": N, "$line": L, "$file": F, "$takes": P}; N names it in Evaluate, P is how many
//     parameters it has (absent: any number). "$form" and "$case": the fields it can read of its first and second parameter
//     (absent: any);
//   * param "key" at load time becomes {"$param": "key"}; days(7) becomes {"$kind":"days","count":7}, and so on.
// Everything else is nil, boolean, integer, finite float, UTF-8 string, array or object (string keys).

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"
#include "services/workflow/sandbox/shared_object.h"

namespace lianban::workflow {

// A process folder as text: the main script and what it `use`s. Paths are logical ("base/legal_aid/process.lua").
struct ScriptBundle {
  std::string main;                          // key into files
  std::map<std::string, std::string> files;  // path -> Lua source, each at most 64 KiB

  // SHA-256 over names and contents, lower-case hex. Workers cache compiled scripts under it.
  std::string Hash() const;
};

// What is wrong with a script, in the form every tool prints: file:line:col: code: message.
struct ScriptDiagnostic {
  std::string file;
  int line = 0;
  int column = 0;
  std::string code;     // stable: SCRIPT_SYNTAX, SCRIPT_RUNTIME, SCRIPT_BUDGET, SCRIPT_MEMORY, SCRIPT_FORBIDDEN, …
  std::string message;  // never an address, never a path outside the bundle; at most 300 bytes
  bool warning = false; // worth a look, but the script may be published
};

struct LoadedScript {
  std::string hash;
  nlohmann::json root;                     // what the main chunk returned
  std::vector<std::string> param_keys;     // every key that param "…" names anywhere in the source
  std::vector<ScriptDiagnostic> warnings;  // lint: constructs that Lua 5.4.4 compiles wrongly, floats for money, …
};

using SharedValue = std::variant<SharedJson, SharedObject>;

inline uint64_t StampOf(const SharedValue& value) {
  return std::visit([](const auto& each) { return each.stamp(); }, value);
}

// One evaluation of one function of a loaded script.
struct RuleCall {
  using Shared = absl::InlinedVector<SharedValue, 2>;  // nearly always form and case, or less
  int function = 0;                // N of {"$function": N}
  nlohmann::json arguments;         // array; each element becomes one Lua argument (a fresh copy)
  Shared shared;                    // arguments that come before those; what several calls of a batch share crosses once
  bool traced = false;              // the result says what was read; costs a few microseconds
};

// All evaluations for one case: they share one fresh environment, and no other case ever sees it.
struct RuleBatch {
  std::shared_ptr<const ScriptBundle> bundle;
  SharedJson params;          // object: value of every param key the script may read
  std::vector<RuleCall> calls;
};

// What a rule has read: of its argument with this number (0 is the form, 1 the case), or the value of a parameter. Also what it
// looked for and did not find.
struct RuleRead {
  static constexpr int kParam = -1;
  int argument = 0;
  std::vector<std::string> path;  // names from the outside in; empty: all of the argument. A list is read as a whole.
  friend bool operator==(const RuleRead&, const RuleRead&) = default;
};

struct RuleResult {
  bool ok = false;
  nlohmann::json value;       // when ok
  ScriptDiagnostic error;     // when not ok
  uint64_t fuel_used = 0;
  // Of a traced call; at most 64. `reads_all`: it has looked at nothing else, but for arguments that are not tables with names.
  std::vector<RuleRead> reads;
  bool reads_all = false;
};

class ScriptHost {
 public:
  virtual ~ScriptHost() = default;

  // Error: INVALID_ARGUMENT carrying the diagnostics as text, one per line; `diagnostics` (optional) gets them typed.
  virtual absl::StatusOr<LoadedScript> Load(const ScriptBundle& bundle,
                                            std::vector<ScriptDiagnostic>* diagnostics = nullptr) = 0;

  // results[i][j] answers batches[i].calls[j]. A misbehaving script fails its own calls only. Blocking; thread-safe.
  // One worker round trip for all batches unless a worker has to be replaced.
  virtual std::vector<std::vector<RuleResult>> Evaluate(std::span<const RuleBatch> batches) = 0;
};

// A script that was killed or ran out of its budget again and again; until the pause is over its calls are answered
// SCRIPT_PAUSED without running.
struct ScriptPause {
  std::string hash;
  std::string main;  // as in the bundle
  int seconds = 0;
  ScriptDiagnostic last_offence;
};

struct WorkerPoolOptions {
  std::string worker_path;            // empty: "lianban-worker" beside the running executable
  int workers = 2;
  int soft_deadline_ms = 50;          // CPU budget of one call
  int hard_deadline_ms = 200;         // wall clock; then the worker is killed and replaced
  uint64_t memory_bytes_max = 16u << 20;
  uint64_t fuel_max = 1'000'000;      // about VM instructions
  std::function<void(const ScriptPause&)> on_pause;  // told once per pause, from a calling thread; tells the author
};

// Starts the workers (posix_spawn, seccomp, rlimits). Fails only when a worker cannot be started at all.
absl::StatusOr<std::unique_ptr<ScriptHost>> StartWorkerPool(const WorkerPoolOptions& options);

}  // namespace lianban::workflow

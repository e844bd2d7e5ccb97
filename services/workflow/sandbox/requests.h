#pragma once
// Requests to a worker as bytes, and its answers back. See wire/messages.h for the layout.

#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "services/workflow/sandbox/script_host.h"
#include "services/workflow/sandbox/wire/messages.h"

namespace lianban::workflow::sandbox {

struct PendingCall {
  size_t index = 0;       // in the caller's batch
  int64_t function = 0;
  bool traced = false;
  std::string arguments;
  absl::InlinedVector<uint32_t, 3> shared;  // positions in PendingBatch::shared
};

// A batch on its way: encoded once, sent as often as it takes.
struct PendingBatch {
  size_t index = 0;           // in the caller's batches
  std::shared_ptr<const std::string> hash;
  const ScriptBundle* bundle = nullptr;
  std::string_view params;    // kept with the caller's batch
  std::vector<PendingCall> calls;
  absl::InlinedVector<std::string_view, 4> shared;  // each once; of `own`, or kept with the values of the caller's batch
  std::vector<std::unique_ptr<const std::string>> own;
  int attempts_failed = 0;

  size_t bytes() const;
};

std::string LoadRequest(const std::string& hash, const ScriptBundle& bundle);

struct LoadAnswer {
  bool ok = false;
  nlohmann::json root;
  std::vector<std::string> param_keys;
  std::vector<ScriptDiagnostic> warnings, errors;
};
// nullopt: not an answer that an honest worker gives.
std::optional<LoadAnswer> ReadLoadAnswer(std::string_view bytes);

// `known`: hashes the worker has; those sent along are added. `sends_bundle` tells whether any was.
struct EvaluateRequest {
  std::string bytes;
  std::vector<std::string> bundles;  // by the number that Progress::batch uses while loading
  bool sends_bundle = false;
};
EvaluateRequest BuildEvaluateRequest(std::span<PendingBatch* const> batches, std::set<std::string>& known);

// Per batch: whether it is done, and then the results of its calls.
struct BatchAnswer {
  BatchStatus status = BatchStatus::kDone;
  std::vector<RuleResult> results;
};
using EvaluateAnswer = std::vector<BatchAnswer>;
std::optional<EvaluateAnswer> ReadEvaluateAnswer(std::string_view bytes, std::span<PendingBatch* const> batches);

}  // namespace lianban::workflow::sandbox

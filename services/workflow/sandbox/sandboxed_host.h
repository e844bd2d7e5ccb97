#pragma once
// ScriptHost over the worker pool: who is to blame when a worker has to be replaced, and who must wait because of it.

#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "services/workflow/sandbox/requests.h"
#include "services/workflow/sandbox/script_host.h"
#include "services/workflow/sandbox/strike_book.h"
#include "services/workflow/sandbox/worker_pool.h"

namespace lianban::workflow::sandbox {

class SandboxedHost : public ScriptHost {
 public:
  SandboxedHost(std::string worker_path, const WorkerPoolOptions& options);
  absl::Status Start() { return pool_.Start(); }

  absl::StatusOr<LoadedScript> Load(const ScriptBundle& bundle, std::vector<ScriptDiagnostic>* diagnostics) override;
  std::vector<std::vector<RuleResult>> Evaluate(std::span<const RuleBatch> batches) override;

 private:
  using Results = std::vector<std::vector<RuleResult>>;
  // Sends until every batch has its results. The batches are answered and taken out one round trip at a time.
  void EvaluateAll(std::vector<PendingBatch*> pending, bool suspect, Results& results);
  void RoundTrip(WorkerPool::Lease& lease, std::vector<PendingBatch*>& pending, Results& results, int* restarts);
  void Accept(EvaluateAnswer answer, std::vector<PendingBatch*>& pending, size_t sent, WorkerProcess& worker, Results& results);
  bool Blame(WorkerProcess::Exchange end, const WorkerProcess& worker, const EvaluateRequest& request,
             std::vector<PendingBatch*>& pending, size_t sent, Results& results);
  absl::StatusOr<LoadAnswer> AskToLoad(const ScriptBundle& bundle, const std::string& hash);
  std::optional<ScriptDiagnostic> Paused(const std::string& hash, const ScriptBundle& bundle);
  bool Suspect(const std::string& hash);
  void Strike(const std::string& hash, const ScriptBundle& bundle, StrikeBook::Offence offence, const ScriptDiagnostic& why);

  WorkerPoolOptions options_;
  WorkerPool pool_;

  struct KnownBundle {
    std::weak_ptr<const ScriptBundle> bundle;
    std::shared_ptr<const std::string> hash;
    std::optional<ScriptDiagnostic> problem;
  };
  KnownBundle Know(const std::shared_ptr<const ScriptBundle>& bundle);
  std::mutex bundles_mutex_;
  std::map<const ScriptBundle*, KnownBundle> bundles_;  // a bundle does not change while somebody shares it

  std::mutex strikes_mutex_;
  StrikeBook strikes_;
};

}  // namespace lianban::workflow::sandbox

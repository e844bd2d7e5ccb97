#include "services/workflow/sandbox/sandboxed_host.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/lib/errors/error.h"
#include "services/workflow/sandbox/bundle_check.h"
#include "services/workflow/sandbox/json_codec.h"
#include "services/workflow/sandbox/pool_errors.h"
#include "services/workflow/sandbox/wire/limits.h"
#include "spdlog/spdlog.h"

namespace lianban::workflow::sandbox {
namespace {

constexpr int kRestartsMax = 3;  // without anybody to blame
constexpr int kAttemptsMax = 2;  // of one batch whose worker died under it
constexpr size_t kRequestBytesMax = 8 << 20;

ScriptLimits LimitsOf(const WorkerPoolOptions& options) {
  return {.fuel_max = options.fuel_max,
          .soft_deadline_ms = static_cast<uint32_t>(options.soft_deadline_ms),
          .memory_bytes_max = options.memory_bytes_max};
}

void FailAll(const PendingBatch& batch, const ScriptDiagnostic& error, std::vector<std::vector<RuleResult>>& results) {
  for (const PendingCall& call : batch.calls) results[batch.index][call.index] = {.ok = false, .error = error};
}

// The values that calls of one batch share, each encoded once.
class SharedValues {
 public:
  explicit SharedValues(PendingBatch& batch) : batch_(batch) {}

  // Positions of the values; false when one cannot cross, and then it does not. `bytes` grows by their size.
  bool Add(const RuleCall::Shared& values, absl::InlinedVector<uint32_t, 3>& positions, size_t& bytes) {
    for (const SharedValue& value : values) {
      auto known = std::find(stamps_.rbegin(), stamps_.rend(), StampOf(value));
      if (known == stamps_.rend()) {
        const std::string* encoded = std::visit([this](const auto& each) { return Encoded(each); }, value);
        if (encoded == nullptr || encoded->size() > kArgumentBytesMax) return false;
        batch_.shared.push_back(*encoded);
        stamps_.push_back(StampOf(value));
        known = stamps_.rbegin();
      }
      positions.push_back(static_cast<uint32_t>(stamps_.rend() - known - 1));
      bytes += batch_.shared[positions.back()].size();
    }
    return true;
  }

 private:
  static const std::string* Encoded(const SharedObject& value) { return PackShared(value); }
  const std::string* Encoded(const SharedJson& value) {
    std::string encoded;
    if (!EncodeShared(value, encoded)) return nullptr;
    return batch_.own.emplace_back(std::make_unique<const std::string>(std::move(encoded))).get();
  }

  PendingBatch& batch_;
  absl::InlinedVector<uint64_t, 4> stamps_;
};

// nullptr: they cannot cross.
const std::string* Encoded(const SharedJson& params) {
  static const std::string none;
  const std::string* packed = params->is_null() ? &none : PackJson(params);
  return packed != nullptr && packed->size() <= kArgumentBytesMax ? packed : nullptr;
}

// Encodes what can cross; a call whose arguments cannot gets its answer at once.
PendingBatch Encode(const RuleBatch& batch, size_t index, std::shared_ptr<const std::string> hash, std::vector<RuleResult>& results) {
  static const nlohmann::json none = nlohmann::json::array();
  const std::string* params = Encoded(batch.params);
  PendingBatch pending{.index = index, .hash = std::move(hash), .bundle = batch.bundle.get()};
  if (params != nullptr) pending.params = *params;
  SharedValues shared(pending);
  pending.calls.reserve(batch.calls.size());
  for (size_t i = 0; i < batch.calls.size(); ++i) {
    const RuleCall& call = batch.calls[i];
    PendingCall& going = pending.calls.emplace_back();
    going.index = i;
    going.function = call.function;
    going.traced = call.traced;
    size_t bytes = 0;
    bool fits = params != nullptr && (call.arguments.is_array() || call.arguments.is_null()) &&
                EncodeJson(call.arguments.is_null() ? none : call.arguments, going.arguments) &&
                shared.Add(call.shared, going.shared, bytes) && going.arguments.size() + bytes <= kArgumentBytesMax;
    if (fits) continue;
    results[i] = {.ok = false, .error = ArgumentsError(batch.bundle->main)};
    pending.calls.pop_back();
  }
  return pending;
}

}  // namespace

SandboxedHost::SandboxedHost(std::string worker_path, const WorkerPoolOptions& options)
    : options_(options), pool_(std::move(worker_path), LimitsOf(options), std::max(1, options.workers)) {}

std::vector<std::vector<RuleResult>> SandboxedHost::Evaluate(std::span<const RuleBatch> batches) {
  Results results(batches.size());
  std::vector<PendingBatch> all;
  all.reserve(batches.size());
  KnownBundle known;
  const ScriptBundle* known_as = nullptr;  // most batches are of the script of the one before
  for (size_t i = 0; i < batches.size(); ++i) {
    results[i].resize(batches[i].calls.size());
    if (batches[i].calls.empty()) continue;
    if (batches[i].bundle.get() != known_as) known = Know(batches[i].bundle);
    known_as = batches[i].bundle.get();
    PendingBatch pending = Encode(batches[i], i, known.hash, results[i]);
    if (known.problem.has_value()) {
      FailAll(pending, *known.problem, results);
    } else if (!pending.calls.empty()) {
      all.push_back(std::move(pending));
    }
  }
  std::vector<PendingBatch*> innocent;
  std::map<std::string, std::vector<PendingBatch*>> suspects;  // travel alone, script by script
  bool suspect = false;
  const std::string* judged = nullptr;
  for (PendingBatch& batch : all) {
    if (judged != batch.hash.get()) suspect = Suspect(*batch.hash);
    judged = batch.hash.get();
    (suspect ? suspects[*batch.hash] : innocent).push_back(&batch);
  }
  EvaluateAll(std::move(innocent), false, results);
  for (auto& [hash, pending] : suspects) EvaluateAll(std::move(pending), true, results);
  return results;
}

void SandboxedHost::EvaluateAll(std::vector<PendingBatch*> pending, bool suspect, Results& results) {
  if (pending.empty()) return;
  WorkerPool::Lease lease(pool_, suspect);
  int restarts = 0;
  while (!pending.empty()) {
    std::optional<ScriptDiagnostic> paused;
    const std::string* judged = nullptr;
    std::erase_if(pending, [&](PendingBatch* batch) {
      if (judged != batch->hash.get()) paused = Paused(*batch->hash, *batch->bundle);
      judged = batch->hash.get();
      if (paused.has_value()) FailAll(*batch, *paused, results);
      return paused.has_value();
    });
    if (pending.empty()) return;
    if (lease.worker() == nullptr || restarts > kRestartsMax) {
      for (PendingBatch* batch : pending) FailAll(*batch, UnavailableError(batch->bundle->main), results);
      return;
    }
    RoundTrip(lease, pending, results, &restarts);
  }
}

void SandboxedHost::RoundTrip(WorkerPool::Lease& lease, std::vector<PendingBatch*>& pending, Results& results, int* restarts) {
  size_t sent = 0;
  for (size_t bytes = 0; sent < pending.size() && (sent == 0 || bytes < kRequestBytesMax); ++sent) bytes += pending[sent]->bytes();
  WorkerProcess& worker = *lease.worker();
  std::span<PendingBatch* const> going(pending.data(), sent);
  EvaluateRequest request = BuildEvaluateRequest(going, worker.bundles());
  int deadline = options_.hard_deadline_ms * (request.sends_bundle ? kLoadDeadlineFactor : 1);
  std::string reply;
  WorkerProcess::Exchange end = worker.Ask(request.bytes, deadline, &reply);
  if (end == WorkerProcess::Exchange::kAnswered) {
    if (auto answer = ReadEvaluateAnswer(reply, going); answer.has_value()) {
      return Accept(*std::move(answer), pending, sent, worker, results);
    }
    end = WorkerProcess::Exchange::kDied;  // an answer no honest worker gives
  }
  bool blamed = worker.made_progress() && Blame(end, worker, request, pending, sent, results);
  if (!blamed) ++*restarts;
  lease.Replace();
}

void SandboxedHost::Accept(EvaluateAnswer answer, std::vector<PendingBatch*>& pending, size_t sent, WorkerProcess& worker,
                           Results& results) {
  std::vector<PendingBatch*> again;
  for (size_t i = 0; i < sent; ++i) {
    PendingBatch& batch = *pending[i];
    if (answer[i].status != BatchStatus::kDone) {
      if (answer[i].status == BatchStatus::kBundleUnknown) worker.bundles().erase(*batch.hash);
      again.push_back(&batch);
      continue;
    }
    for (size_t call = 0; call < batch.calls.size(); ++call) {
      RuleResult& result = answer[i].results[call];
      if (!result.ok && result.error.code == "SCRIPT_BUDGET") {
        Strike(*batch.hash, *batch.bundle, StrikeBook::Offence::kOverBudget, result.error);
      }
      results[batch.index][batch.calls[call].index] = std::move(result);
    }
  }
  pending.erase(pending.begin(), pending.begin() + static_cast<std::ptrdiff_t>(sent));
  pending.insert(pending.end(), again.begin(), again.end());
}

// The batches in progress when the worker ended: of one script, or all of a script that was being loaded. False when
// nobody can be named.
bool SandboxedHost::Blame(WorkerProcess::Exchange end, const WorkerProcess& worker, const EvaluateRequest& request,
                          std::vector<PendingBatch*>& pending, size_t sent, Results& results) {
  uint32_t place = worker.batch_in_progress();
  bool loading = place >= kLoadingBundle;
  std::string guilty_hash;
  if (loading && place - kLoadingBundle < request.bundles.size()) guilty_hash = request.bundles[place - kLoadingBundle];
  std::vector<PendingBatch*> rest;
  bool struck = false, named = false;
  for (size_t i = 0; i < pending.size(); ++i) {
    PendingBatch& batch = *pending[i];
    bool guilty = i < sent && (loading ? *batch.hash == guilty_hash : i == place);
    bool overrun = end == WorkerProcess::Exchange::kOverrun;
    named |= guilty;
    if (!guilty || (!overrun && ++batch.attempts_failed < kAttemptsMax)) {
      rest.push_back(&batch);
      continue;
    }
    ScriptDiagnostic error = overrun ? KilledError(batch.bundle->main, options_.hard_deadline_ms)
                             : end == WorkerProcess::Exchange::kDied ? CrashedError(batch.bundle->main)
                                                                     : UnavailableError(batch.bundle->main);
    FailAll(batch, error, results);
    if (!struck && end != WorkerProcess::Exchange::kStalled) Strike(*batch.hash, *batch.bundle, StrikeBook::Offence::kKilled, error);
    struck = true;
  }
  pending = std::move(rest);
  return named;
}

std::optional<ScriptDiagnostic> SandboxedHost::Paused(const std::string& hash, const ScriptBundle& bundle) {
  std::lock_guard lock(strikes_mutex_);
  absl::Duration remaining = strikes_.PausedFor(hash, absl::Now());
  if (remaining <= absl::ZeroDuration()) return std::nullopt;
  return PausedError(bundle.main, remaining);
}

SandboxedHost::KnownBundle SandboxedHost::Know(const std::shared_ptr<const ScriptBundle>& bundle) {
  constexpr size_t kBundlesMax = 1000;
  std::lock_guard lock(bundles_mutex_);
  if (bundles_.size() > kBundlesMax) std::erase_if(bundles_, [](const auto& entry) { return entry.second.bundle.expired(); });
  KnownBundle& known = bundles_[bundle.get()];
  if (known.bundle.expired()) known = {bundle, std::make_shared<const std::string>(bundle->Hash()), CheckBundle(*bundle)};
  return known;
}

bool SandboxedHost::Suspect(const std::string& hash) {
  std::lock_guard lock(strikes_mutex_);
  return strikes_.Suspect(hash, absl::Now());
}

void SandboxedHost::Strike(const std::string& hash, const ScriptBundle& bundle, StrikeBook::Offence offence, const ScriptDiagnostic& why) {
  absl::Duration pause;
  {
    std::lock_guard lock(strikes_mutex_);
    absl::Time now = absl::Now();
    if (!strikes_.Add(hash, offence, now)) return;
    pause = strikes_.PausedFor(hash, now);
  }
  int seconds = static_cast<int>(absl::ToInt64Seconds(pause));
  spdlog::warn("script {} ({}) paused for {} s: {}:{}: {}", bundle.main, hash.substr(0, 12), seconds, why.file, why.line, why.message);
  if (options_.on_pause) options_.on_pause({.hash = hash, .main = bundle.main, .seconds = seconds, .last_offence = why});
}

absl::StatusOr<LoadAnswer> SandboxedHost::AskToLoad(const ScriptBundle& bundle, const std::string& hash) {
  LoadAnswer refused;
  if (auto problem = CheckBundle(bundle); problem.has_value()) {
    refused.errors.push_back(*problem);
    return refused;
  }
  if (auto paused = Paused(hash, bundle); paused.has_value()) {
    refused.errors.push_back(*paused);
    return refused;
  }
  WorkerPool::Lease lease(pool_, Suspect(hash));
  for (int attempt = 0; attempt < kAttemptsMax && lease.worker() != nullptr; ++attempt) {
    std::string reply;
    auto end = lease.worker()->Ask(LoadRequest(hash, bundle), options_.hard_deadline_ms * kLoadDeadlineFactor, &reply);
    if (end == WorkerProcess::Exchange::kAnswered) {
      lease.worker()->bundles().insert(hash);
      if (auto answer = ReadLoadAnswer(reply); answer.has_value()) return *std::move(answer);
    }
    bool began = lease.worker()->made_progress();
    lease.Replace();
    bool overrun = end == WorkerProcess::Exchange::kOverrun;
    if (!overrun && (!began || attempt + 1 < kAttemptsMax)) continue;
    if (end == WorkerProcess::Exchange::kStalled) break;
    refused.errors.push_back(overrun ? KilledError(bundle.main, options_.hard_deadline_ms * kLoadDeadlineFactor) : CrashedError(bundle.main));
    Strike(hash, bundle, StrikeBook::Offence::kKilled, refused.errors.back());
    return refused;
  }
  return Error("SCRIPT_UNAVAILABLE");
}

absl::StatusOr<LoadedScript> SandboxedHost::Load(const ScriptBundle& bundle, std::vector<ScriptDiagnostic>* diagnostics) {
  std::string hash = bundle.Hash();
  LIANBAN_ASSIGN_OR_RETURN(LoadAnswer answer, AskToLoad(bundle, hash));
  if (diagnostics != nullptr) {
    diagnostics->insert(diagnostics->end(), answer.errors.begin(), answer.errors.end());
    diagnostics->insert(diagnostics->end(), answer.warnings.begin(), answer.warnings.end());
  }
  if (!answer.ok) {
    std::string detail;
    for (const ScriptDiagnostic& d : answer.errors) {
      detail += fmt::format("{}{}:{}:{}: {}: {}", detail.empty() ? "" : "\n", d.file, d.line, d.column, d.code, d.message);
    }
    return Error("SCRIPT_INVALID", {{"findings", detail}});
  }
  return LoadedScript{.hash = hash,
                      .root = std::move(answer.root),
                      .param_keys = std::move(answer.param_keys),
                      .warnings = std::move(answer.warnings)};
}

}  // namespace lianban::workflow::sandbox

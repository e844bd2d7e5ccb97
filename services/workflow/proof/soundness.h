#pragma once
// Is the process sound? Proved by visiting every reachable marking, or said to be beyond the bound. Never a wrong "sound".
//
//   option to complete   from every reachable marking the case can still end
//   proper completion    when it ends, nothing else is open (what the finish withdraws by name is not open)
//   no dead step         every transition can happen in some case
//   bounded              no step can pile up without limit
//
// With cancellation the general question is undecidable for unbounded nets. Growth is reported only with a run that was
// repeated until the pile is higher than anything looks at, so "unbounded" is never wrong either.

#include <cstdint>
#include <string>
#include <vector>

#include "services/workflow/proof/net.h"

namespace lianban::workflow {

enum class SoundnessFault { kStuck, kEndless, kImproperEnd, kDeadTransition, kUnbounded, kTimeoutRefused };

struct TraceStep {
  std::string step;
  std::string outcome;
};

struct SoundnessFinding {
  SoundnessFault fault = SoundnessFault::kStuck;
  std::vector<TraceStep> trace;        // how to get there; empty for dead transitions
  std::vector<std::string> open;       // places that hold a token at the end of the trace
  std::string step;                    // dead transition, or the place that grows
  std::string outcome;
};

struct SoundnessResult {
  enum class Verdict { kSound, kUnsound, kBeyondBound };
  Verdict verdict = Verdict::kBeyondBound;
  std::vector<SoundnessFinding> findings;  // the shortest witness of each fault
  // Sound all the same: the engine refuses what should come when a period has run out, again and again (kTimeoutRefused). One a step.
  std::vector<SoundnessFinding> warnings;
  int64_t markings = 0;                    // visited
};

struct SoundnessOptions {
  int64_t markings_max = 500'000;
};

SoundnessResult CheckSoundness(const Net& net, const SoundnessOptions& options = {});

}  // namespace lianban::workflow

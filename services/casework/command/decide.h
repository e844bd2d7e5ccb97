#pragma once
// From orders to transitions: who may, which release, what time it is, and then the interpreter on all of them at once.

#include <utility>
#include <vector>

#include "services/casework/command/attempt.h"
#include "services/casework/inbox/substitution_book.h"
#include "services/casework/peers/release_cache.h"
#include "services/workflow/engine/runner.h"
#include "services/workflow/migration/positions.h"
#include "services/workflow/sandbox/script_host.h"

namespace lianban::casework {

struct Decided {
  std::vector<Attempt> accepted;                         // `after`, `response` … are filled
  std::vector<std::pair<Attempt, absl::Status>> refused;
};

class Decider {
 public:
  Decider(ConnectionPool& connections, ReleaseCache& releases, EnvironmentCache& environments,
          SubstitutionBook& substitutions, workflow::ScriptHost& scripts, workflow::PositionBook& positions)
      : connections_(connections),
        releases_(releases),
        environments_(environments),
        substitutions_(substitutions),
        scripts_(scripts),
        positions_(positions) {}

  // The attempts are of one city and of different cases. An attempt on a case that does not exist has no `before`.
  Decided Decide(std::vector<Attempt> attempts);

 private:
  absl::Status Prepare(Attempt& attempt);
  absl::Status PrepareFiling(Attempt& attempt);
  absl::Status PrepareCommand(Attempt& attempt);
  absl::Status PrepareMove(Attempt& attempt);
  std::vector<workflow::RunResult> Run(const std::vector<Attempt>& ready);
  absl::Status PrepareLaw(Attempt& attempt);

  ConnectionPool& connections_;  // for what is looked up in ledgers
  ReleaseCache& releases_;
  EnvironmentCache& environments_;
  SubstitutionBook& substitutions_;
  workflow::ScriptHost& scripts_;
  workflow::PositionBook& positions_;
};

}  // namespace lianban::casework

#pragma once
// 台账 as they stood when the past cases looked them up: what the world was given, what decisions of the past have found
// there, and what the cases enter that are told again. Nobody sees an entry before the moment it was made.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/workflow/engine/environment.h"
#include "services/workflow/engine/ledger.h"
#include "services/workflow/language/model.h"
#include "services/workflow/replay/recording.h"

namespace lianban::workflow {

// Ledgers that the script both reads and writes: what one case enters, the next one finds. Only then does the order in which
// cases are told matter, and it is the order of time.
std::set<std::string> OwnLedgers(const Model& model);

class PastLedgers final : public LedgerSource {
 public:
  // `environment` and `recording` outlive this. What the recorded cases themselves have entered is left out: they enter it again,
  // or not.
  PastLedgers(const Model& model, const Environment& environment, const Recording& recording);

  // Safe from several threads as long as nobody calls Enter.
  absl::StatusOr<std::vector<nlohmann::json>> LookUp(std::span<const LedgerLookup> lookups) override;
  // In the order of time.
  void Enter(const std::string& case_id, absl::Time time, const std::vector<Effect>& effects);

 private:
  struct Line {
    absl::Time since;
    nlohmann::json entry;
  };

  void Add(LedgerKey under, absl::Time since, nlohmann::json entry);

  const Environment& environment_;
  const std::set<std::string> own_;
  std::map<LedgerKey, std::vector<Line>> lines_;  // by time
};

}  // namespace lianban::workflow

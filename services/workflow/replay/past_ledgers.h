#pragma once
// 台账 as they stood when the past cases looked them up: what the world was given, and what decisions of the past have found
// there. What the cases that are told again enter themselves is not here (told_ledgers.h).

#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/workflow/engine/environment.h"
#include "services/workflow/engine/ledger.h"
#include "services/workflow/language/model.h"
#include "services/workflow/replay/recording.h"

namespace lianban::workflow {

// An entry, and since when it is there: nobody sees it before.
struct LedgerLine {
  absl::Time since;
  nlohmann::json entry;
};
using LedgerLines = std::map<LedgerKey, std::vector<LedgerLine>>;  // by time

void AddLine(LedgerLines& lines, LedgerKey under, LedgerLine line);

class PastLedgers {
 public:
  // `environment` outlives this. What the recorded cases themselves have entered is left out: they enter it again, or not.
  PastLedgers(const Model& model, const Environment& environment, const Recording& recording);

  // The script reads this ledger and also writes it: what one case enters, another may find.
  bool IsOwn(const std::string& ledger) const { return own_.contains(ledger); }
  // What was there before the first case; a list.
  const nlohmann::json& Given(const LedgerKey& what) const { return environment_.ledgers.Find(what.ledger, what.key); }
  const std::vector<LedgerLine>& Lines(const LedgerKey& what) const;
  absl::TimeZone zone() const { return environment_.zone; }

 private:
  const Environment& environment_;
  std::set<std::string> own_;
  LedgerLines lines_;
};

}  // namespace lianban::workflow

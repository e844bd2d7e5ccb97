#pragma once
// 台账 (ledgers): what cases have entered under a key, and how a decision looks it up again.
//
// The interpreter asks for the keys it needs, as it asks for rules; what it found is part of the transition and recorded with
// the event, so that the decision can be repeated. What a command itself enters is found from the next command on.

#include <compare>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "services/workflow/engine/transition.h"

namespace lianban::workflow {

// A rule sees the newest entries of a key, oldest first.
inline constexpr size_t kLedgerEntriesMax = 200;

struct LedgerKey {
  std::string ledger;
  std::string key;
  auto operator<=>(const LedgerKey&) const = default;
};

// One case that wants to know at one moment.
struct LedgerLookup {
  LedgerKey what;
  absl::Time now;
  size_t item = 0;  // position of the case among those of RunCommands
};

class LedgerSource {
 public:
  virtual ~LedgerSource() = default;
  // answers[i] is the list of entries for lookups[i], oldest first, at most kLedgerEntriesMax.
  virtual absl::StatusOr<std::vector<nlohmann::json>> LookUp(std::span<const LedgerLookup> lookups) = 0;
};

struct LedgerEntry {
  LedgerKey under;
  nlohmann::json entry;
};

// What an effect enters: itself by its `key`, or every one of its `rows` by theirs; each with `day` and `entered` (city time)
// and its `case`. Empty for any other effect.
std::vector<LedgerEntry> EntriesOf(const Effect& effect, absl::Time time, absl::TimeZone zone, const std::string& case_id);

// The last kLedgerEntriesMax of a list.
nlohmann::json NewestEntries(nlohmann::json entries);

}  // namespace lianban::workflow

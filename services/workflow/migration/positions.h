#pragma once
// The combinations of steps that a case of a process can stand at together, taken from the proof. A case that is moved to
// a combination its new process never comes to could be left with a branch too many, or wait at a join for ever.

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "services/workflow/engine/case_state.h"
#include "services/workflow/language/model.h"

namespace lianban::workflow {

class Positions {
 public:
  explicit Positions(const Model& model);

  // True as well when the process is too large to be visited, or what is asked is beyond the net (a part held back).
  bool Allow(const CaseState& state) const;

 private:
  std::string KeyOf(const CaseState& state) const;

  bool known_ = false;
  std::map<std::string, size_t> column_;  // of a step, or "<join>#<group>"
  std::set<std::string> keys_;            // one byte a column
};

// Positions of the releases that are being moved, each counted once. Thread-safe.
class PositionBook {
 public:
  std::shared_ptr<const Positions> Of(const Model& model);

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Positions>> by_hash_;
};

}  // namespace lianban::workflow

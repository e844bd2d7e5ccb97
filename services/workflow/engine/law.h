#pragma once
// Which law a step decides by (从旧、从新). With law = "at_filing" its rules, tables, parameters and time limit are those of the day
// the case was filed, with "as_of_today" those of today. Where a step says nothing: the rules and tables of the release the case
// is on, the parameters of today.

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

// Sets the law of `step` for as long as it lives.
class LawOf {
 public:
  LawOf(Run& run, const Step& step);
  ~LawOf() { run_.law = before_; }
  LawOf(const LawOf&) = delete;
  LawOf& operator=(const LawOf&) = delete;

  // The step as that law has it. Where it leads is always said by the present one: only there the case can go on.
  const Step& step() const { return *step_; }

 private:
  Run& run_;
  const Law before_;
  const Step* step_;
};

// The release whose rules and tables hold now.
const Model& LawModel(const Run& run);
// nullptr where the law of filing does not hold, or the parameter was not set then.
const nlohmann::json* FiledParameter(const Run& run, const std::string& key);

// vars.law = { date, release, number, params }, when some step will ask for it and it is not there: at filing, or when a case
// whose script did not say so before moves to one that does. `release`: hash of the script that holds so far; `number`: what
// whoever keeps releases calls it, so that it can be handed to Interpret as `filed`; 0: not known.
void KeepLaw(Run& run, const std::string& release, int64_t number);

// Adds `law` = { of, date, release, params } and a sentence to an explanation: params are those that are different today.
void ExplainLaw(const Run& run, nlohmann::json& explanation);

}  // namespace lianban::workflow

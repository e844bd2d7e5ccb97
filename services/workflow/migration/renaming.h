#pragma once
// Steps under their names in another release: the same, but where the author of the migration says otherwise.

#include <map>
#include <string>

#include "services/workflow/engine/case_state.h"
#include "services/workflow/language/model.h"

namespace lianban::workflow {

class Renaming {
 public:
  // Old name -> new one. Outlives the renaming.
  explicit Renaming(const std::map<std::string, std::string>& names) : names_(names) {}

  bool Says(const std::string& step) const { return names_.contains(step); }
  std::string Step(const std::string& name) const;
  std::string Place(const std::string& place) const;
  // Everything in the state that names a step. Titles follow the new script, except those somebody has given.
  CaseState Apply(const CaseState& state, const Model& from, const Model& to) const;

 private:
  const std::map<std::string, std::string>& names_;
};

// The step or join that a place belongs to.
std::string StepOfPlace(const std::string& place);

}  // namespace lianban::workflow

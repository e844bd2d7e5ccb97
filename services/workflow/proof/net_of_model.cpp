#include "services/workflow/proof/net_of_model.h"

#include "fmt/format.h"
#include "services/workflow/proof/net_translator.h"

namespace lianban::workflow {

absl::StatusOr<Net> NetTranslator::Run() {
  for (const Step& step : model_.steps) {
    if (absl::Status status = AddPlaces(step); !status.ok()) return status;
  }
  for (const ExclusiveSet& set : model_.exclusive) AddSet(set);
  if (!model_.steps.empty()) net_.initial[EntranceOf(model_.steps[0].name)] = 1;
  if (absl::Status status = CheckClosings(); !status.ok()) return status;
  for (const Step& step : model_.steps) {
    if (absl::Status status = Translate(step); !status.ok()) return status;
  }
  for (size_t set = 0; set < model_.exclusive.size(); ++set) Release(set);
  return std::move(net_);
}

// All that is open goes on together: how many that are is not known to the arc, and one may enter at most.
absl::Status NetTranslator::CheckClosings() const {
  for (const Step& step : model_.steps) {
    for (const std::string& name : step.completes) {
      const Step& to = *model_.Find(model_.Find(name)->on.at("closed"));
      if (to.once) return absl::ResourceExhaustedError(fmt::format("{} is closed into {}, which happens once", name, to.name));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Net> NetOfModel(const Model& model) { return NetTranslator(model).Run(); }

}  // namespace lianban::workflow

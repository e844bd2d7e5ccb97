#include "services/workflow/proof/net_of_model.h"

#include "services/workflow/proof/net_translator.h"

namespace lianban::workflow {

absl::StatusOr<Net> NetTranslator::Run() {
  for (const Step& step : model_.steps) {
    if (absl::Status status = AddPlaces(step); !status.ok()) return status;
  }
  for (const ExclusiveSet& set : model_.exclusive) AddSet(set);
  if (!model_.steps.empty()) net_.initial[EntranceOf(model_.steps[0].name)] = 1;
  for (const Step& step : model_.steps) {
    if (absl::Status status = Translate(step); !status.ok()) return status;
  }
  for (size_t set = 0; set < model_.exclusive.size(); ++set) Release(set);
  return std::move(net_);
}

absl::StatusOr<Net> NetOfModel(const Model& model) { return NetTranslator(model).Run(); }

}  // namespace lianban::workflow

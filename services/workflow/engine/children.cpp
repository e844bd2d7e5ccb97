#include "services/workflow/engine/children.h"

namespace lianban::workflow {

const SharedJson& ChildrenOf(const CaseState& state) {
  static const SharedJson none = nlohmann::json::array();
  const SharedJson* found = state.vars.Member("children");
  return found == nullptr ? none : *found;
}

std::optional<size_t> PlaceOfChild(const SharedJson& children, int64_t no) {
  for (size_t i = 0; i < children.ListSize(); ++i) {
    const nlohmann::json& child = children.ListAt(i);
    const auto number = child.find("no");
    if (number != child.end() && *number == no) return i;
  }
  return std::nullopt;
}

nlohmann::json& EditChild(Run& run, size_t place) { return run.state.vars.EditMember("children").EditAt(place); }

}  // namespace lianban::workflow

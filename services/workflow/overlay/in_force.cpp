#include "services/workflow/overlay/in_force.h"

#include <tuple>

#include "services/workflow/overlay/compose.h"

namespace lianban::workflow::overlay {

const Scope* InForce(std::span<const Scope> scopes, std::string_view area, int64_t now_micros) {
  const auto rank = [](const Scope& scope) {
    return std::tuple(scope.layer.size(), scope.effective_micros, scope.sequence);
  };
  const Scope* best = nullptr;
  for (const Scope& scope : scopes) {
    if (scope.effective_micros > now_micros || !LiesIn(area, scope.layer) || !LiesIn(area, scope.area)) continue;
    if (best == nullptr || rank(*best) < rank(scope)) best = &scope;
  }
  return best;
}

}  // namespace lianban::workflow::overlay

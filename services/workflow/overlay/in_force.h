#pragma once
// Which release of a process holds in an area at a moment. Used by catalog and by everybody who keeps its answer.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace lianban::workflow::overlay {

struct Scope {
  std::string layer;              // the area whose adaptation the release is; "" the base
  std::string area;               // where it holds: the layer itself, or a part of it (staged)
  int32_t number = 0;
  int64_t effective_micros = 0;   // since 1970
  int64_t sequence = 0;           // order in which the scopes were set
};

// The adaptation nearest to the area decides; of its releases in effect there, the one with the latest date, of equal
// dates the one set last. nullptr when none holds yet. `area`: short or full form (330602, 330602001000).
const Scope* InForce(std::span<const Scope> scopes, std::string_view area, int64_t now_micros);

}  // namespace lianban::workflow::overlay

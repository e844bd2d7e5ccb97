#pragma once
// The base has moved: what becomes of an overlay written against the old one?

#include <string>
#include <vector>

#include "services/workflow/overlay/merge.h"

namespace lianban::workflow::overlay {

enum class Fate {
  kApplies,    // the part is above as it was: the overlay still says what its author meant
  kPointless,  // above says the same now
  kConflict,   // both changed the part, or the base has added one of that name: somebody has to decide
  kBroken,     // the part is gone above, or locked now: the overlay cannot be laid over it
  kLook,       // rules of the base use helper code that has changed: nothing to merge, worth a look
};

struct PartFate {
  std::string path;
  Fate fate = Fate::kApplies;
  Origin here;           // in the overlay
  std::string was, is, ours;  // the part above before and now, and in the overlay, as text; "" where there is none
  std::string why;       // of kBroken by a lock: its reason
};

// A tree as it was loaded, with the sources its rules are compared by.
struct LoadedLayers {
  nlohmann::json root;                  // as ScriptHost::Load gave it: one workflow, or a list of layers
  const ScriptBundle* bundle = nullptr;
};

// `effective`: the bundle in which the overlay is the last layer, above it `before` as it was when the overlay was
// written. `now`: what is above today. In the order of paths.
std::vector<PartFate> CompareBases(const LoadedLayers& effective, const LoadedLayers& now);

// A part as people read it: rules by their text, periods as "7d", names of blocks.
std::string PartText(const nlohmann::json& value, const ScriptBundle& bundle);

}  // namespace lianban::workflow::overlay

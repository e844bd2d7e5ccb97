#pragma once
// Layers into one process: the base as loaded, then every overlay from the province down to the street.
//
// An overlay is adapt "process" { area = "330602", basis = "…", … } with the parts it changes:
//   params, clock          key by key
//   form, materials, steps block by block: a block with a known name changes the keys it writes (`on` outcome by outcome,
//                          false takes one out), `without = { "within" }` takes keys out, `whole = true` replaces it;
//                          a block with a new name is added, at the end or `after = "name"`
//   remove = { "steps.x", "form.y" }   parts that are not needed here
//   locked = { ["clock.statutory"] = "why" }   what layers below must leave alone
//   any other key          replaces the one of the workflow
//
// A path names a part: "params.la.review", "clock.statutory", "form.facts.max", "steps.examine.on.refuse", "tables.fees".

#include <map>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "services/workflow/sandbox/script_host.h"

namespace lianban::workflow::overlay {

// Where an effective part was written.
struct Origin {
  std::string area;  // "" the base
  std::string file;  // path in the bundle
  int line = 0;
};

// A part that layers below may not change. It covers everything below its path.
struct Lock {
  std::string path;
  std::string why;
  Origin origin;
};

struct Merged {
  nlohmann::json root;                      // a workflow, as a script would have returned it
  std::map<std::string, Origin> origins;    // of every effective key: "steps.accept.title", "tables.fees"
  std::vector<Lock> locks;
  std::vector<ScriptDiagnostic> findings;   // OVERLAY_…; the root is usable when none is an error
};

// Is this what a composed bundle returns, rather than one script?
bool IsLayered(const nlohmann::json& root);

// `root`: what the bundle's main script returned, one workflow or a list of layers. Pure.
Merged MergeLayers(const nlohmann::json& root, const ScriptBundle& bundle);

// Does a change at `path` touch the locked part? Both directions: a part of it, or something that holds it.
bool Touches(std::string_view path, std::string_view locked);

}  // namespace lianban::workflow::overlay

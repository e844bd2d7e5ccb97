#include "services/catalog/gate/base_moves.h"

#include "services/catalog/release/effective_bundle.h"
#include "services/workflow/overlay/compare.h"
#include "services/workflow/overlay/compose.h"

namespace lianban::catalog {
namespace {

namespace overlay = workflow::overlay;

const char* NameOf(overlay::Fate fate) {
  switch (fate) {
    case overlay::Fate::kApplies: return "applies";
    case overlay::Fate::kPointless: return "pointless";
    case overlay::Fate::kConflict: return "conflict";
    case overlay::Fate::kBroken: return "broken";
    case overlay::Fate::kLook: return "look";
  }
  return "";
}

}  // namespace

void AddBaseMoves(workflow::ScriptHost& scripts, const v1::Draft& draft, const v1::Release& written_on,
                  const v1::Release& now, v1::GateReport& report) {
  if (written_on.number() == 0 || written_on.number() == now.number()) return;
  const workflow::ScriptBundle today = FromWire(now.bundle());
  const auto ours = overlay::ComposeBundle(FromWire(written_on.bundle()), draft.area_code(), FromWire(draft.bundle()).files);
  if (!ours.ok()) return;
  const auto our_root = scripts.Load(**ours);
  const auto root_today = scripts.Load(today);
  if (!our_root.ok() || !root_today.ok()) return;
  for (const auto& part : overlay::CompareBases({our_root->root, ours->get()}, {root_today->root, &today})) {
    v1::BaseMove& move = *report.add_base_moves();
    move.set_path(part.path);
    move.set_fate(NameOf(part.fate));
    move.set_was(part.was);
    move.set_is(part.is);
    move.set_ours(part.ours);
    move.set_why(part.why);
  }
}

}  // namespace lianban::catalog

#pragma once
// What a draft becomes: itself for a base, laid over the release above for an area.

#include <memory>
#include <string>
#include <vector>

#include "lianban/catalog/v1/catalog.pb.h"
#include "services/lib/postgres/database.h"
#include "services/workflow/sandbox/script_host.h"

#include "absl/time/time.h"

namespace lianban::catalog {

struct EffectiveBundle {
  v1::Bundle bundle;
  v1::Release above;    // of an area: the release it is laid over, with its bundle
  v1::Release current;  // what holds there now and would be replaced; number 0 when nothing does
};

// Errors: RELEASE_ABOVE_MISSING (nothing to adapt), OVERLAY_INVALID.
absl::StatusOr<EffectiveBundle> EffectiveBundleOf(postgres::Transaction& tx, const std::string& city_id,
                                                  const v1::Draft& draft, absl::Time now);

// Number of the release of this layer that holds in the area at that time; 0 when none does.
int OfLayerInForce(const std::vector<v1::ReleaseScope>& scopes, const std::string& layer, const std::string& area, absl::Time at);

workflow::ScriptBundle FromWire(const v1::Bundle& bundle);
v1::Bundle ToWire(const workflow::ScriptBundle& bundle);

}  // namespace lianban::catalog

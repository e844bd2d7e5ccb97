#include "services/catalog/release/effective_bundle.h"

#include "services/catalog/release/release_store.h"
#include "services/lib/errors/error.h"
#include "services/workflow/overlay/compose.h"
#include "services/workflow/overlay/in_force.h"

namespace lianban::catalog {
namespace {

using workflow::overlay::Scope;

// What is in force in the area, of the layers `keep` lets through; 0 when nothing is.
template <class Keep>
int NumberInForce(std::vector<Scope> scopes, const std::string& area, absl::Time now, Keep keep) {
  std::erase_if(scopes, [&](const Scope& scope) { return !keep(scope); });
  const Scope* found = workflow::overlay::InForce(scopes, area, absl::ToUnixMicros(now));
  return found == nullptr ? 0 : found->number;
}

absl::StatusOr<v1::Release> Read(postgres::Transaction& tx, const std::string& city_id, const std::string& process, int number) {
  if (number == 0) return v1::Release();
  LIANBAN_ASSIGN_OR_RETURN(auto release, ReadRelease(tx, city_id, {process, number, "", absl::Time()}));
  if (!release) return absl::InternalError("a release vanished");
  return *std::move(release);
}

}  // namespace

int OfLayerInForce(const std::vector<v1::ReleaseScope>& scopes, const std::string& layer, const std::string& area, absl::Time at) {
  return NumberInForce(ScopesOf(scopes), area, at, [&](const Scope& scope) { return scope.layer == layer; });
}

workflow::ScriptBundle FromWire(const v1::Bundle& bundle) {
  workflow::ScriptBundle out;
  out.main = bundle.main();
  for (const auto& [path, text] : bundle.files()) out.files[path] = text;
  return out;
}

v1::Bundle ToWire(const workflow::ScriptBundle& bundle) {
  v1::Bundle out;
  out.set_main(bundle.main);
  for (const auto& [path, text] : bundle.files) (*out.mutable_files())[path] = text;
  return out;
}

absl::StatusOr<EffectiveBundle> EffectiveBundleOf(postgres::Transaction& tx, const std::string& city_id,
                                                  const v1::Draft& draft, absl::Time now) {
  const std::string& area = draft.area_code();
  LIANBAN_ASSIGN_OR_RETURN(const auto stored, ReadScopes(tx, city_id, draft.process()));
  const auto scopes = ScopesOf(stored);
  EffectiveBundle effective;
  const int current = OfLayerInForce(stored, area, area, now);
  LIANBAN_ASSIGN_OR_RETURN(effective.current, Read(tx, city_id, draft.process(), current));
  if (area.empty()) {
    effective.bundle = draft.bundle();
    return effective;
  }
  const int above = NumberInForce(scopes, area, now, [&](const Scope& scope) { return scope.layer.size() < area.size(); });
  if (above == 0) return Error("RELEASE_ABOVE_MISSING", {{"process", draft.process()}, {"area", area}});
  LIANBAN_ASSIGN_OR_RETURN(effective.above, Read(tx, city_id, draft.process(), above));
  // Where the area has no adaptation yet, what is above holds there now.
  if (current == 0) effective.current = effective.above;
  LIANBAN_ASSIGN_OR_RETURN(const auto composed,
                           workflow::overlay::ComposeBundle(FromWire(effective.above.bundle()), area, FromWire(draft.bundle()).files));
  effective.bundle = ToWire(*composed);
  return effective;
}

}  // namespace lianban::catalog

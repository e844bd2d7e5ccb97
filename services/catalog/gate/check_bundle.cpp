#include "services/catalog/gate/examine_bundle.h"
#include "services/catalog/release/bundle.h"
#include "services/catalog/release/releases.h"

namespace lianban::catalog {

absl::StatusOr<v1::CheckBundleResponse> CheckBundle(workflow::ScriptHost& scripts, const rpc::Context& caller,
                                                    const v1::CheckBundleRequest& request) {
  LIANBAN_RETURN_IF_ERROR(RequireWorkflowAdmin(caller));
  LIANBAN_ASSIGN_OR_RETURN(const CheckedBundle checked, LoadBundle(scripts, request.bundle()));
  v1::CheckBundleResponse response;
  for (const workflow::ScriptDiagnostic& finding : checked.diagnostics) {
    *response.add_diagnostics() = DiagnosticOf(finding);
  }
  response.set_clean(checked.model != nullptr);
  return response;
}

}  // namespace lianban::catalog

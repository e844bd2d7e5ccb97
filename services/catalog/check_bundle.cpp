#include "services/catalog/bundle.h"
#include "services/catalog/releases.h"

namespace lianban::catalog {

absl::StatusOr<v1::CheckBundleResponse> CheckBundle(workflow::ScriptHost& scripts, const rpc::Context& caller,
                                                    const v1::CheckBundleRequest& request) {
  LIANBAN_RETURN_IF_ERROR(RequireWorkflowAdmin(caller));
  LIANBAN_ASSIGN_OR_RETURN(const CheckedBundle checked, LoadBundle(scripts, request.bundle()));
  v1::CheckBundleResponse response;
  for (const workflow::ScriptDiagnostic& finding : checked.diagnostics) {
    v1::Diagnostic& out = *response.add_diagnostics();
    out.set_file(finding.file);
    out.set_line(finding.line);
    out.set_column(finding.column);
    out.set_code(finding.code);
    out.set_message(finding.message);
    out.set_severity(finding.warning ? v1::Diagnostic::SEVERITY_WARNING : v1::Diagnostic::SEVERITY_ERROR);
  }
  response.set_clean(checked.model != nullptr);
  return response;
}

}  // namespace lianban::catalog

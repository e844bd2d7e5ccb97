#pragma once
// A bundle on its way from the wire to a model.

#include <memory>
#include <vector>

#include "lianban/catalog/v1/catalog.pb.h"
#include "services/lib/errors/error.h"
#include "services/workflow/language/model.h"

namespace lianban::catalog {

inline constexpr size_t kBundleBytesMax = 2 << 20;
inline constexpr int kFilesMax = 200;

struct CheckedBundle {
  std::shared_ptr<const workflow::ScriptBundle> bundle;
  std::shared_ptr<const workflow::Model> model;           // null when there are errors: script, scenarios or soundness
  std::vector<workflow::ScriptDiagnostic> diagnostics;    // errors and warnings
};

// Errors: BUNDLE_TOO_LARGE; UNAVAILABLE when no worker can be had. What is wrong with the scripts is no error here.
absl::StatusOr<CheckedBundle> LoadBundle(workflow::ScriptHost& scripts, const v1::Bundle& bundle);

// "file:line:col", the finding's place, as a violation whose message is the finding itself.
FieldViolation ViolationOf(const workflow::ScriptDiagnostic& finding);

}  // namespace lianban::catalog

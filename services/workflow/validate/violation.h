#pragma once
// The checks of this folder answer with a reason of the error catalogue; this turns such an answer into one field of a form.

#include <string_view>

#include "services/lib/errors/error.h"

namespace lianban::workflow {

// `status` was made by Error().
inline FieldViolation ViolationOf(std::string_view field, const absl::Status& status) {
  auto detail = DetailOf(status).value_or(ErrorDetail{"INTERNAL", {}, {}});
  return {std::string(field), std::move(detail.reason), std::move(detail.metadata)};
}

}  // namespace lianban::workflow

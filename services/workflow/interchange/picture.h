#pragma once
// A process as a picture for people: one shape per step, coloured by kind, outcomes at the lines.

#include <string>

#include "absl/status/statusor.h"
#include "services/workflow/interchange/picture_marks.h"
#include "services/workflow/language/model.h"

namespace lianban::workflow {

// A complete SVG document, UTF-8; fonts are named, not embedded. With the way to what is wrong, where there is one. Error: INTERNAL (layout).
absl::StatusOr<std::string> SvgOf(const Model& model, const PictureMarks& marks = {});

// The same as lines of text: "● 受理 accept [task]" and below it "  complete → 审查".
std::string TextOf(const Model& model);

}  // namespace lianban::workflow

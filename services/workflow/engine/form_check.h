#pragma once
// Forms and materials as people hand them in: types and limits, fields that are hidden or required by a rule, nothing
// unknown, nothing oversized. All complaints come at once, as field violations of FORM_INVALID.

#include "services/workflow/engine/run.h"

namespace lianban::workflow {

inline constexpr size_t kFormBytesMax = 128 * 1024;

// The whole form and the materials of a new case become the state's.
absl::Status AcceptNewForm(Run& run, const nlohmann::json& form, const nlohmann::json& materials);
// kAnswer: the form goes back to what it was, and only the fields that were patched are read before that. Whether others are
// hidden now is not asked.
enum class PatchUse { kForm, kAnswer };
// A patch by a step that may write `allowed`; null takes a value away. The fields of `needed` must be filled afterwards.
// Only rules that the patch may have given something else to say are asked what is hidden: a parameter or a release that has changed since
// hides a field when the patch touches what its rule reads.
absl::Status PatchForm(Run& run, const nlohmann::json& patch, const std::vector<std::string>& allowed,
                       const std::vector<std::string>& needed, PatchUse use = PatchUse::kForm);
absl::Status PatchMaterials(Run& run, const nlohmann::json& patch);
// Those of `needed` that are materials ("materials.<name>") are there; one that is to follow is not.
absl::Status RequireMaterials(const Run& run, const std::vector<std::string>& needed);

}  // namespace lianban::workflow

#pragma once
// What a refused form says could have been written instead.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/workflow/language/model.h"

namespace lianban::workflow {

absl::Status WrongType(const Field& field);  // FIELD_TYPE: what it takes, in words
absl::Status NoSuchOption(const std::string& label,
                          const std::vector<Option>& options);  // FIELD_OPTION: which there are
// As a refusal lists them; of many the first.
std::string Listed(const std::vector<std::string>& names);

}  // namespace lianban::workflow

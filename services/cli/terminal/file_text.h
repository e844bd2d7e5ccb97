#pragma once
// Files as text, whole.

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace lianban::cli {

// FILE_UNREADABLE when it cannot be read. Gzip-compressed files are decompressed.
absl::StatusOr<std::string> ReadText(const std::string& path);

// FILE_UNWRITABLE. `mode`: permissions of a new file.
absl::Status WriteFile(const std::string& path, const std::string& bytes, int mode = 0644);

// An option's value, or with a leading @ the text of that file.
absl::StatusOr<std::string> TextOrFile(const std::string& value);

}  // namespace lianban::cli

#pragma once
// Process folders on disk.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/workflow/sandbox/script_host.h"

namespace lianban::workflow {

inline constexpr uintmax_t kFileBytesMax = 1 << 20;  // of one file of a process

// The folder itself when it holds a process.lua, otherwise every folder below it that does, by name. Empty when there is
// none. Error: FILE_UNREADABLE.
absl::StatusOr<std::vector<std::filesystem::path>> FindProcessFolders(const std::filesystem::path& root);

// The main script with every *.lua and *.csv of the folder, and the shared scripts of the nearest folder "lib" above it as
// "lib/…". Errors: FILE_UNREADABLE, FILE_INVALID (larger than 1 MiB).
absl::StatusOr<std::shared_ptr<const ScriptBundle>> ReadBundle(const std::filesystem::path& folder,
                                                               const std::string& main = "process.lua");

}  // namespace lianban::workflow

#pragma once
// The copy of the checkpoints outside the database: <directory>/<city>.log, signed notes one after another.

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace lianban::casework {

std::string NotesPath(const std::string& directory, const std::string& city_id);
// Empty when there is no file. A note cut off by a crash is left out.
std::vector<std::string> ReadNotes(const std::string& path);
// Appends and syncs; PLACE_NOT_WRITABLE when the disk is full or the folder closed. A line cut off before is taken away.
absl::Status AppendNotes(const std::string& path, const std::string& text);

}  // namespace lianban::casework

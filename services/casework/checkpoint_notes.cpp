// The checkpoint file of a city: signed notes one after another, each ending with the line of its signature.

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "services/casework/checkpoint_notes.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {

std::string NotesPath(const std::string& directory, const std::string& city_id) {
  return directory + "/" + city_id + ".log";
}

std::vector<std::string> ReadNotes(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> notes;
  std::string note, line;
  while (std::getline(file, line)) {
    note += line + "\n";
    if (line.starts_with("\xe2\x80\x94 ")) notes.push_back(std::exchange(note, ""));
  }
  return notes;
}

absl::Status AppendNotes(const std::string& path, const std::string& text) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
  if (file < 0) return absl::InternalError("the checkpoint file cannot be opened");
  const bool written = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(file) == 0;
  close(file);
  return written ? absl::OkStatus() : absl::InternalError("the checkpoint file cannot be written");
}

}  // namespace lianban::casework

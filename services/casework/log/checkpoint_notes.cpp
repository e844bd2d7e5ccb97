// The checkpoint file of a city: signed notes one after another, each ending with the line of its signature.

#include "services/casework/log/checkpoint_notes.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

constexpr char kFirstLine[] = "lianban/", kLastLine[] = "\xe2\x80\x94 ";

absl::Status NotWritable(const std::string& path) {
  return Error("PLACE_NOT_WRITABLE", {{"place", path}, {"why", std::strerror(errno)}});
}

// Takes away a line that a full disk or a crash cut off, so that the next note begins on a line of its own.
bool EndsWithALine(int file) {
  std::array<char, 1024> tail;  // longer than any line of a note
  const off_t size = lseek(file, 0, SEEK_END);
  const off_t from = std::max<off_t>(0, size - static_cast<off_t>(tail.size()));
  const ssize_t count = pread(file, tail.data(), tail.size(), from);
  if (size < 0 || count != size - from) return false;
  ssize_t end = count;
  while (end > 0 && tail[end - 1] != '\n') --end;
  return end == count || ftruncate(file, from + end) == 0;
}

bool WriteAll(int file, const std::string& text) {
  const ssize_t count = write(file, text.data(), text.size());
  if (count >= 0 && count < static_cast<ssize_t>(text.size())) errno = ENOSPC;
  return count == static_cast<ssize_t>(text.size()) && fsync(file) == 0;
}

}  // namespace

std::string NotesPath(const std::string& directory, const std::string& city_id) {
  return directory + "/" + city_id + ".log";
}

std::vector<std::string> ReadNotes(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> notes;
  std::string note, line;
  while (std::getline(file, line) && !file.eof()) {
    if (line.starts_with(kFirstLine)) note.clear();
    note += line + "\n";
    if (line.starts_with(kLastLine)) notes.push_back(std::exchange(note, ""));
  }
  return notes;
}

absl::Status AppendNotes(const std::string& path, const std::string& text) {
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
  if (file < 0) return NotWritable(path);
  const absl::Status status = EndsWithALine(file) && WriteAll(file, text) ? absl::OkStatus() : NotWritable(path);
  close(file);
  return status;
}

}  // namespace lianban::casework

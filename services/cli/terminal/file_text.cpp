#include "services/cli/terminal/file_text.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include "services/lib/errors/error.h"

namespace lianban::cli {

// zlib's reader takes plain files as they are.
absl::StatusOr<std::string> ReadText(const std::string& path) {
  const gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return Error("FILE_UNREADABLE", {{"file", path}});
  std::string text;
  char buffer[64 << 10];
  int count;
  while ((count = gzread(file, buffer, sizeof buffer)) > 0) text.append(buffer, static_cast<size_t>(count));
  const bool whole = count == 0 && gzclose(file) == Z_OK;
  if (!whole) return Error("FILE_UNREADABLE", {{"file", path}});
  return text;
}

absl::Status WriteFile(const std::string& path, const std::string& bytes, int mode) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (file < 0) return Error("FILE_UNWRITABLE", {{"file", path}});
  size_t written = 0;
  while (written < bytes.size()) {
    const ssize_t count = write(file, bytes.data() + written, bytes.size() - written);
    if (count <= 0) break;
    written += static_cast<size_t>(count);
  }
  return close(file) == 0 && written == bytes.size() ? absl::OkStatus() : Error("FILE_UNWRITABLE", {{"file", path}});
}

absl::StatusOr<std::string> TextOrFile(const std::string& value) {
  if (value.empty() || value[0] != '@') return value;
  return ReadText(value.substr(1));
}

}  // namespace lianban::cli

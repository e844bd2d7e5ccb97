#include "services/workflow/replay/gzip_file.h"

#include <sys/stat.h>
#include <zlib.h>

#include <vector>

#include "services/lib/errors/error.h"

namespace lianban::workflow {
namespace {

bool IsFile(const std::string& path) {
  struct stat about;
  return stat(path.c_str(), &about) == 0 && !S_ISDIR(about.st_mode);
}

}  // namespace

GzipFile::GzipFile(std::string path) : path_(std::move(path)), file_(IsFile(path_) ? gzopen(path_.c_str(), "rb") : nullptr) {}

GzipFile::~GzipFile() {
  if (file_) gzclose(static_cast<gzFile>(file_));
}

absl::StatusOr<size_t> GzipFile::Read(char* buffer, size_t size) {
  int count = file_ ? gzread(static_cast<gzFile>(file_), buffer, static_cast<unsigned>(size)) : -1;
  int failed = Z_OK;
  if (count == 0) gzerror(static_cast<gzFile>(file_), &failed);
  if (count < 0 || failed != Z_OK) return Error("FILE_UNREADABLE", {{"file", path_}});
  return static_cast<size_t>(count);
}

absl::StatusOr<std::string> ReadWhole(const std::string& path) {
  GzipFile file(path);
  std::string text;
  std::vector<char> piece(256 << 10);
  for (;;) {
    LIANBAN_ASSIGN_OR_RETURN(size_t count, file.Read(piece.data(), piece.size()));
    if (count == 0) return text;
    text.append(piece.data(), count);
  }
}

}  // namespace lianban::workflow

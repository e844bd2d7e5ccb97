#pragma once
// A file read in pieces, decompressed when it is gzip and taken as it is otherwise.

#include <string>

#include "absl/status/statusor.h"

namespace lianban::workflow {

class GzipFile {
 public:
  explicit GzipFile(std::string path);
  ~GzipFile();
  GzipFile(const GzipFile&) = delete;

  // 0 at the end. Error: FILE_UNREADABLE (missing, damaged, cut off).
  absl::StatusOr<size_t> Read(char* buffer, size_t size);

 private:
  std::string path_;
  void* file_;
};

absl::StatusOr<std::string> ReadWhole(const std::string& path);

}  // namespace lianban::workflow

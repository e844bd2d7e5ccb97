#pragma once
// The web console's files: from a folder, or the landing page inside the binary when no folder is configured.

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "services/gateway/http.h"

namespace lianban::gateway {

// Thread-safe. Files are read once and kept, with a compressed form where that is smaller; a file that changed on disk
// is read again.
class StaticFiles {
 public:
  // `directory` empty: `embedded` (path without leading slash -> bytes) is served.
  StaticFiles(std::string directory, const std::map<std::string_view, std::string_view>& embedded);

  // GET and HEAD; 405 for others. 200 with ETag, 304, 404; a path without file extension that a browser asks for as a
  // page gets index.html, whose script then reads the path. Never leaves the directory, not even through a link.
  Response Serve(const RequestHead& head);

 private:
  struct File {
    std::shared_ptr<const std::string> bytes, compressed;  // compressed: gzip, may be null
    std::string etag, type;
    int64_t modified = 0;
  };
  std::optional<File> Load(const std::string& path);
  std::optional<File> LoadFromDirectory(const std::string& path);
  Response Answer(const RequestHead& head, const File& file, const std::string& path) const;

  const std::string directory_;
  std::mutex mutex_;
  std::map<std::string, File, std::less<>> files_;
};

}  // namespace lianban::gateway

#include "services/lib/crypto/keys.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "fmt/format.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::crypto {
namespace {

constexpr size_t kKeyBytes = 32;

struct KeyFile {
  const char* name;
  std::string Keys::*key;
};
constexpr KeyFile kFiles[] = {{"context", &Keys::context},       {"field", &Keys::field},
                              {"index", &Keys::index},           {"pepper", &Keys::pepper},
                              {"page_token", &Keys::page_token}, {"audit_seed", &Keys::audit_seed}};

absl::Status NotWritable(const std::string& path) {
  return Error("PLACE_NOT_WRITABLE", {{"place", path}, {"why", std::strerror(errno)}});
}

// Written apart and linked into place: a crash leaves no half key, and a key that exists is never replaced.
absl::Status CreateKey(const std::string& path) {
  const std::string draft = fmt::format("{}.{}", path, getpid());
  const int file = open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return NotWritable(path);
  const std::string key = RandomBytes(kKeyBytes);
  const bool written = write(file, key.data(), key.size()) == static_cast<ssize_t>(key.size()) && fsync(file) == 0;
  close(file);
  const bool linked = written && (link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST);
  const auto status = linked ? absl::OkStatus() : NotWritable(path);
  unlink(draft.c_str());
  return status;
}

absl::StatusOr<std::string> ReadKey(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) {
    return errno == ENOENT ? Error("KEY_MISSING", {{"file", path}}) : Error("FILE_UNREADABLE", {{"file", path}});
  }
  if ((info.st_mode & 077) != 0) {
    return Error("KEY_EXPOSED", {{"file", path}});
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error("FILE_UNREADABLE", {{"file", path}});
  std::string key{std::istreambuf_iterator<char>(in), {}};
  if (key.size() != kKeyBytes) return Error("KEY_INVALID", {{"file", path}});
  return key;
}

}  // namespace

absl::Status InitKeys(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return Error("PLACE_NOT_WRITABLE", {{"place", directory}, {"why", error.message()}});
  std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
  for (const auto& file : kFiles) {
    const std::string path = fmt::format("{}/{}", directory, file.name);
    if (std::filesystem::exists(path, error)) continue;
    if (error) return Error("PLACE_NOT_WRITABLE", {{"place", path}, {"why", error.message()}});
    LIANBAN_RETURN_IF_ERROR(CreateKey(path));
  }
  return absl::OkStatus();
}

absl::StatusOr<Keys> LoadKeys(const std::string& directory) {
  Keys keys;
  for (const auto& file : kFiles) {
    LIANBAN_ASSIGN_OR_RETURN(keys.*file.key, ReadKey(fmt::format("{}/{}", directory, file.name)));
  }
  return keys;
}

}  // namespace lianban::crypto

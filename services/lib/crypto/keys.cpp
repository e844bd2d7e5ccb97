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

absl::Status SystemError(std::string_view what, const std::string& path) {
  return absl::FailedPreconditionError(fmt::format("{} {}: {}", what, path, std::strerror(errno)));
}

// Written apart and linked into place: a crash leaves no half key, and a key that exists is never replaced.
absl::Status CreateKey(const std::string& path) {
  const std::string draft = fmt::format("{}.{}", path, getpid());
  const int file = open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return SystemError("cannot create", draft);
  const std::string key = RandomBytes(kKeyBytes);
  const bool written = write(file, key.data(), key.size()) == static_cast<ssize_t>(key.size()) && fsync(file) == 0;
  close(file);
  const bool linked = written && (link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST);
  const auto status = linked ? absl::OkStatus() : SystemError("cannot write", path);
  unlink(draft.c_str());
  return status;
}

absl::StatusOr<std::string> ReadKey(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) {
    return absl::FailedPreconditionError(
        fmt::format("{} is missing; run `lianban admin init-keys`, or bring the keys back from the backup", path));
  }
  if ((info.st_mode & 077) != 0) {
    return absl::FailedPreconditionError(fmt::format("{0} may be read by others; run `chmod 600 {0}`", path));
  }
  std::ifstream in(path, std::ios::binary);
  std::string key{std::istreambuf_iterator<char>(in), {}};
  if (!in || key.size() != kKeyBytes) {
    return absl::FailedPreconditionError(fmt::format("{} does not hold a key of {} bytes", path, kKeyBytes));
  }
  return key;
}

}  // namespace

absl::Status InitKeys(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return absl::FailedPreconditionError(fmt::format("cannot create {}: {}", directory, error.message()));
  std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
  for (const auto& file : kFiles) {
    const std::string path = fmt::format("{}/{}", directory, file.name);
    if (std::filesystem::exists(path)) continue;
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

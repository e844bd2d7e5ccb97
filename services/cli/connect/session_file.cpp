#include "services/cli/connect/session_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "nlohmann/json.hpp"
#include "services/lib/errors/error.h"

namespace lianban::cli {
namespace {

namespace fs = std::filesystem;

fs::path Folder() {
  if (const char* config = std::getenv("XDG_CONFIG_HOME"); config != nullptr && *config != '\0') {
    return fs::path(config) / "lianban";
  }
  const char* home = std::getenv("HOME");
  return fs::path(home != nullptr ? home : ".") / ".config" / "lianban";
}

}  // namespace

std::string SessionPath() { return (Folder() / "session").string(); }

absl::Status StoreSession(const StoredSession& session) {
  const std::string path = SessionPath();
  std::error_code error;
  fs::create_directories(Folder(), error);
  fs::remove(path, error);
  // Never readable by others, not even for the moment between creation and a change of mode.
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return Error("FILE_UNWRITABLE", {{"file", path}});
  const std::string text =
      nlohmann::json{{"url", session.url}, {"city", session.city}, {"login", session.login}, {"token", session.token}}
          .dump() + "\n";
  const bool written = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  return close(file) == 0 && written ? absl::OkStatus() : Error("FILE_UNWRITABLE", {{"file", path}});
}

absl::StatusOr<StoredSession> LoadSession() {
  std::ifstream in(SessionPath());
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const nlohmann::json stored = nlohmann::json::parse(text, nullptr, false);
  if (!stored.is_object()) return Error("NOT_SIGNED_IN");
  return StoredSession{stored.value("url", ""), stored.value("city", ""), stored.value("login", ""),
                       stored.value("token", "")};
}

void ForgetSession() {
  std::error_code ignored;
  fs::remove(SessionPath(), ignored);
}

}  // namespace lianban::cli

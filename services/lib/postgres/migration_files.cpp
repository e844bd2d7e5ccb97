#include "services/lib/postgres/migration_files.h"

#include <openssl/evp.h>

#include "absl/strings/escaping.h"
#include "fmt/format.h"
#include "services/lib/check/check.h"
#include "services/lib/errors/error.h"

namespace lianban::postgres {
namespace {

constexpr std::string_view kUp = "-- migrate:up", kDown = "-- migrate:down";

std::string Checksum(std::string_view text) {
  unsigned char digest[32];
  LIANBAN_CHECK(EVP_Digest(text.data(), text.size(), digest, nullptr, EVP_sha256(), nullptr) == 1, "SHA-256");
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<char*>(digest), sizeof digest));
}

}  // namespace

absl::StatusOr<std::vector<Migration>> ParseMigrations(const std::map<std::string_view, std::string_view>& files) {
  std::vector<Migration> migrations;
  for (const auto& [path, text] : files) {
    if (path.find("migrations/") == std::string_view::npos) continue;
    const auto name = path.substr(path.rfind('/') + 1);
    const auto version = std::string(name.substr(0, name.find('_')));
    if (version.size() != 4 || version.find_first_not_of("0123456789") != std::string::npos) {
      return absl::InvalidArgumentError(fmt::format("{}: a migration is named NNNN_what.sql", path));
    }
    if (!migrations.empty() && migrations.back().version == version) {
      return absl::InvalidArgumentError(fmt::format("{}: its number is taken", path));
    }
    const auto up = text.find(kUp);
    if (up == std::string_view::npos) return absl::InvalidArgumentError(fmt::format("{}: no \"{}\"", path, kUp));
    const auto body = text.substr(up + kUp.size());
    migrations.push_back({version, path, body.substr(0, body.find(kDown)), Checksum(text)});
  }
  return migrations;
}

absl::Status SchemaNewer(std::string_view service, std::string_view version) {
  return Error("SCHEMA_NEWER", {{"service", std::string(service)}, {"version", std::string(version)}});
}

}  // namespace lianban::postgres

#include "services/casework/audit/signed_note.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "fmt/format.h"
#include "services/lib/errors/error.h"

namespace lianban::audit {
namespace {

constexpr std::string_view kOriginPrefix = "lianban/";
constexpr std::string_view kDash = "\xe2\x80\x94 ";  // em dash and space
constexpr size_t kKeyHashBytes = 4;

std::string KeyHash(std::string_view origin, std::string_view public_key) {
  std::string input(origin);
  input += "\n\x01";  // 1: Ed25519
  input += public_key;
  return crypto::Sha256(input).substr(0, kKeyHashBytes);
}

std::string Base64(std::string_view raw) { return absl::Base64Escape(absl::string_view(raw.data(), raw.size())); }

absl::Status Bad(std::string_view detail) { return Error("CHECKPOINT_INVALID", {{"detail", std::string(detail)}}); }

}  // namespace

SignedCheckpoint SignCheckpoint(std::string_view city_id, int64_t tree_size, const Hash& root, absl::Time time,
                                const crypto::SigningKey& key) {
  const std::string origin = fmt::format("{}{}", kOriginPrefix, city_id);
  const std::string when = absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
  const std::string body = fmt::format("{}\n{}\n{}\n{}\n", origin, tree_size, Base64(root), when);
  const std::string key_hash = KeyHash(origin, key.public_key);
  SignedCheckpoint checkpoint{std::string(city_id), tree_size, root, time, crypto::Hex(key_hash),
                              crypto::Sign(key, body), ""};
  checkpoint.note = fmt::format("{}\n{}{} {}\n", body, kDash, origin, Base64(key_hash + checkpoint.signature));
  return checkpoint;
}

absl::StatusOr<SignedCheckpoint> OpenNote(std::string_view note, std::string_view public_key) {
  const size_t split = note.find("\n\n");
  if (split == std::string_view::npos) return Bad("no empty line");
  const std::string body(note.substr(0, split + 1));
  const std::vector<std::string> lines = absl::StrSplit(body, '\n');
  if (lines.size() != 5 || !lines[0].starts_with(kOriginPrefix)) return Bad("not a checkpoint of this system");

  SignedCheckpoint checkpoint;
  checkpoint.city_id = lines[0].substr(kOriginPrefix.size());
  checkpoint.note = std::string(note);
  std::string error;
  if (!absl::SimpleAtoi(lines[1], &checkpoint.tree_size) || checkpoint.tree_size < 0) return Bad("size");
  if (!absl::Base64Unescape(lines[2], &checkpoint.root_hash) || checkpoint.root_hash.size() != 32) return Bad("root");
  if (!absl::ParseTime("%Y-%m-%dT%H:%M:%SZ", lines[3], &checkpoint.time, &error)) return Bad("time");

  const std::string signature_start = fmt::format("{}{} ", kDash, lines[0]);
  std::string_view line = note.substr(split + 2);
  if (!line.starts_with(signature_start) || !line.ends_with('\n')) return Bad("no signature line");
  line.remove_prefix(signature_start.size());
  line.remove_suffix(1);
  std::string raw;
  if (!absl::Base64Unescape(absl::string_view(line.data(), line.size()), &raw) || raw.size() != kKeyHashBytes + 64) {
    return Bad("signature form");
  }
  if (raw.substr(0, kKeyHashBytes) != KeyHash(lines[0], public_key)) return Bad("signed with another key");
  checkpoint.key_id = crypto::Hex(raw.substr(0, kKeyHashBytes));
  checkpoint.signature = raw.substr(kKeyHashBytes);
  if (!crypto::VerifySignature(public_key, body, checkpoint.signature)) return Bad("signature does not fit");
  return checkpoint;
}

}  // namespace lianban::audit

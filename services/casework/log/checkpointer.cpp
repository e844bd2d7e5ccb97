#include "services/casework/log/checkpointer.h"

#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "absl/time/clock.h"
#include "services/casework/log/checkpoint_notes.h"
#include "services/casework/store/array_param.h"
#include "services/casework/store/city_list.h"
#include "services/lib/errors/error.h"
#include "spdlog/spdlog.h"

namespace lianban::casework {
namespace {

constexpr absl::Duration kCheckpointEvery = absl::Minutes(1);
constexpr absl::Duration kCheckpointPoll = absl::Seconds(2);
constexpr int64_t kEventsMax = 1000;

}  // namespace

Checkpointer::Checkpointer(ConnectionPool& connections, crypto::SigningKey key, std::string directory)
    : connections_(connections), key_(std::move(key)), directory_(std::move(directory)) {}

absl::Status Checkpointer::Start() {
  std::error_code error;
  std::filesystem::create_directories(directory_, error);
  if (!error && access(directory_.c_str(), W_OK | X_OK) != 0) error.assign(errno, std::generic_category());
  if (error) return Error("PLACE_NOT_WRITABLE", {{"place", directory_}, {"why", error.message()}});
  loop_.Start();
  return absl::OkStatus();
}

absl::Duration Checkpointer::Round() {
  for (const std::string& city_id : ListCities(connections_)) {
    const absl::Status status = SignWhenDue(city_id);
    if (!status.ok()) spdlog::warn("no checkpoint of city {}: {}", city_id, status.ToString());
  }
  return kCheckpointPoll;
}

absl::StatusOr<Checkpointer::Last> Checkpointer::Newest(const std::string& city_id) {
  LIANBAN_ASSIGN_OR_RETURN(const Results results, connections_.RunTx(city_id, {{"newest_checkpoint", {city_id}}}));
  const postgres::Rows& rows = *results[0];
  if (rows.size() == 0) return Last{};
  return Last{rows.GetInt(0, 0), TimeFromText(rows.Get(0, 2))};
}

absl::Status Checkpointer::SignWhenDue(const std::string& city_id) {
  const LogHashes hashes(connections_, city_id);
  LIANBAN_ASSIGN_OR_RETURN(const int64_t size, hashes.Size());
  LIANBAN_ASSIGN_OR_RETURN(const Last last, Newest(city_id));
  const bool due = size - last.tree_size >= kEventsMax || (size > last.tree_size && absl::Now() - last.time >= kCheckpointEvery);
  if (due) LIANBAN_RETURN_IF_ERROR(Sign(city_id).status());
  return StoreNotes(city_id);
}

absl::StatusOr<audit::SignedCheckpoint> Checkpointer::Sign(const std::string& city_id) {
  const LogHashes hashes(connections_, city_id);
  LIANBAN_ASSIGN_OR_RETURN(const int64_t size, hashes.Size());
  if (size == 0) return Error("TREE_SIZE_INVALID", {{"size", "0"}});
  LIANBAN_RETURN_IF_ERROR(hashes.StoreSubtrees(size));
  LIANBAN_ASSIGN_OR_RETURN(const audit::Hash root, hashes.Root(0, size));
  auto checkpoint = audit::SignCheckpoint(city_id, size, root, absl::Now(), key_);
  // Another replica may have signed the same size; then its note stands.
  LIANBAN_RETURN_IF_ERROR(connections_
                              .RunTx(city_id, {{"insert_checkpoint",
                                                {city_id, std::to_string(size), postgres::Bytes(root),
                                                 TimeText(checkpoint.time), "Ed25519", checkpoint.key_id,
                                                 postgres::Bytes(checkpoint.signature), checkpoint.note}}})
                              .status());
  return checkpoint;
}

// Whatever the file does not have yet, also what was signed before a crash or by another replica.
absl::Status Checkpointer::StoreNotes(const std::string& city_id) {
  std::lock_guard lock(file_mutex_);
  const std::string path = NotesPath(directory_, city_id);
  if (!noted_.contains(city_id)) {
    noted_[city_id] = 0;
    for (const std::string& note : ReadNotes(path)) {
      const auto checkpoint = audit::OpenNote(note, key_.public_key);
      if (checkpoint.ok()) noted_[city_id] = std::max(noted_[city_id], checkpoint->tree_size);
    }
  }
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections_.RunTx(city_id, {{"checkpoints_after", {city_id, std::to_string(noted_[city_id])}}}));
  std::string text;
  int64_t size = noted_[city_id];
  for (int row = 0; row < results[0]->size(); ++row) {
    LIANBAN_ASSIGN_OR_RETURN(const auto checkpoint, audit::OpenNote(results[0]->Get(row, 0), key_.public_key));
    text += checkpoint.note;
    size = checkpoint.tree_size;
  }
  if (text.empty()) return absl::OkStatus();
  LIANBAN_RETURN_IF_ERROR(AppendNotes(path, text));
  noted_[city_id] = size;
  return absl::OkStatus();
}

}  // namespace lianban::casework

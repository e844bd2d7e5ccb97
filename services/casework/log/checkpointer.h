#pragma once
// Signs the state of each city's log: every minute that brought events, or every thousand of them. A checkpoint lies in
// the database and, outside it, in <data>/checkpoints/<city>.log, one note after another.

#include <map>
#include <mutex>
#include <string>

#include "services/casework/audit/signed_note.h"
#include "services/casework/log/log_hashes.h"
#include "services/casework/store/connection_pool.h"
#include "services/lib/background/loop.h"

namespace lianban::casework {

class Checkpointer {
 public:
  Checkpointer(ConnectionPool& connections, crypto::SigningKey key, std::string directory);

  // PLACE_NOT_WRITABLE when the directory cannot hold them.
  absl::Status Start();
  void Stop() { loop_.Stop(); }

  // Signs the log as it is now. NOT_FOUND while it is empty.
  absl::StatusOr<audit::SignedCheckpoint> Sign(const std::string& city_id);

 private:
  struct Last {
    int64_t tree_size = 0;
    absl::Time time = absl::InfinitePast();
  };

  absl::Duration Round();
  absl::Status SignWhenDue(const std::string& city_id);
  absl::Status StoreNotes(const std::string& city_id);
  absl::StatusOr<Last> Newest(const std::string& city_id);

  ConnectionPool& connections_;
  const crypto::SigningKey key_;
  const std::string directory_;
  std::map<std::string, int64_t> noted_;  // tree size of the last note in the city's file
  std::mutex file_mutex_;
  background::Loop loop_{[this] { return Round(); }};
};

}  // namespace lianban::casework

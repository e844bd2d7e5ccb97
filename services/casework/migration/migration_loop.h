#pragma once
// Carries out what was approved: takes the cases of a migration batch by batch through the executors, each as a command of
// its own, and brings them back when it is undone. Any replica may do it; one that dies loses its lease, and the next one
// goes on where it was.

#include <condition_variable>
#include <mutex>
#include <thread>

#include "services/casework/executor.h"
#include "services/casework/migration/migration_store.h"

namespace lianban::casework {

class MigrationLoop {
 public:
  MigrationLoop(ConnectionPool& connections, Executors& executors)
      : connections_(connections), store_(connections), executors_(executors) {}
  ~MigrationLoop() { Stop(); }

  void Start();
  void Wake();
  void Stop();

 private:
  void Loop();
  // Works on one migration to its end, or until there is nothing more to do for now. False: there was none.
  bool WorkOn(const std::string& city_id);
  absl::Status GoThrough(const StoredMigration& migration);
  absl::Status Batch(const StoredMigration& migration, const std::vector<PendingCase>& cases);
  absl::StatusOr<OrderPtr> OrderFor(const StoredMigration& migration, const PendingCase& one);
  SettledCase Settled(const StoredMigration& migration, const PendingCase& one, const absl::StatusOr<int64_t>& revision);
  bool stopping();

  ConnectionPool& connections_;
  MigrationStore store_;
  Executors& executors_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool woken_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace lianban::casework

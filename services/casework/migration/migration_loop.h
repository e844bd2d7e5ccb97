#pragma once
// Carries out what was approved: takes the cases of a migration batch by batch through the executors, each as a command of
// its own, and brings them back when it is undone. Any replica may do it; one that dies loses its lease, and the next one
// goes on where it was.

#include "services/casework/command/executor.h"
#include "services/casework/migration/migration_store.h"
#include "services/lib/background/loop.h"

namespace lianban::casework {

class MigrationLoop {
 public:
  MigrationLoop(ConnectionPool& connections, Executors& executors)
      : connections_(connections), store_(connections), executors_(executors) {}

  void Start() { loop_.Start(); }
  void Wake() { loop_.Wake(); }
  void Stop() { loop_.Stop(); }

 private:
  absl::Duration Round();
  // Works on one migration to its end, or until there is nothing more to do for now. False: there was none.
  bool WorkOn(const std::string& city_id);
  absl::Status GoThrough(const StoredMigration& migration);
  absl::Status Batch(const StoredMigration& migration, const std::vector<PendingCase>& cases);
  absl::StatusOr<OrderPtr> OrderFor(const StoredMigration& migration, const PendingCase& one);
  SettledCase Settled(const StoredMigration& migration, const PendingCase& one, const absl::StatusOr<int64_t>& revision);

  ConnectionPool& connections_;
  MigrationStore store_;
  Executors& executors_;
  background::Loop loop_{[this] { return Round(); }};
};

}  // namespace lianban::casework

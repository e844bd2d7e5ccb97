#pragma once
// Deletes answers to requests that are older than 72 hours.

#include "absl/time/time.h"
#include "services/lib/background/loop.h"
#include "services/lib/postgres/database.h"

namespace lianban::identity {

class RequestForgetter {
 public:
  explicit RequestForgetter(postgres::Database& database) : database_(database) {}

  void Start();
  void Stop() { loop_.Stop(); }
  // One round through all cities.
  void ForgetBefore(absl::Time time);

 private:
  absl::Duration Round();

  postgres::Database& database_;
  background::Loop loop_{[this] { return Round(); }};
};

}  // namespace lianban::identity

#pragma once
// Sends one command until it is answered, and writes down every turn.

#include <atomic>
#include <memory>
#include <optional>
#include <random>

#include "lianban/casework/v1/casework.grpc.pb.h"
#include "tests/chaos/door.h"
#include "tests/chaos/records.h"

namespace lianban::chaos {

using Random = std::mt19937_64;

// True about once in `n`.
inline bool OnceIn(Random& random, int n) { return random() % n == 0; }
// A UUID (version 4) from the seeded generator, so that a run can be told again.
std::string RandomUuid(Random& random);

struct Patience {
  // How often: once in so many. 0 is never.
  int hurried_try = 0;  // gives up waiting after a few milliseconds
  int give_up = 0;      // after a failure, leaves it at that
  int repeat = 0;       // sends an answered request again
  int twin = 0;         // sends the request twice at once, over two connections
};

class Sender {
 public:
  // All outlive the sender. After `stop` an open command is tried for another minute, then noted as kStuck. Not thread
  // safe.
  Sender(const Door& door, Notebook& notebook, Random& random, Patience patience, const std::atomic<bool>& stop);

  // nullopt: refused or given up; the notebook says which.
  std::optional<casework::v1::CommandResponse> Send(const Command& command);
  // The request was written down before: only its answers are new.
  std::optional<casework::v1::CommandResponse> Repeat(const Command& command);

  casework::v1::Casework::Stub& stub() { return *stub_; }

 private:
  struct Try;
  void TryOnce(casework::v1::Casework::Stub& stub, const Command& command, absl::Duration timeout, Try& result);
  absl::Duration Timeout();
  bool MayGoOn(absl::Time& stopped);

  const Door& door_;
  Notebook& notebook_;
  Random& random_;
  const Patience patience_;
  const std::atomic<bool>& stop_;
  std::unique_ptr<casework::v1::Casework::Stub> stub_, other_;
};

}  // namespace lianban::chaos

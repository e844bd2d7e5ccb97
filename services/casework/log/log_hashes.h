#pragma once
// The hashes of a city's log, read with the help of stored subtree roots: any proof over millions of events reads a few
// hundred rows.

#include <string>

#include "services/casework/audit/merkle_tree.h"
#include "services/casework/store/connection_pool.h"

namespace lianban::casework {

// Subtrees of 2^8 and 2^16 leaves are stored.
inline constexpr int kSubtreeLevels[] = {8, 16};

class LogHashes {
 public:
  LogHashes(ConnectionPool& connections, std::string city_id)
      : connections_(connections), city_id_(std::move(city_id)) {}

  // Root of the leaves [begin, end) of the log; begin is a multiple of the largest power of two below end - begin.
  absl::StatusOr<audit::Hash> Root(int64_t begin, int64_t end) const;
  audit::RangeHash Ranges() const {
    return [this](int64_t begin, int64_t end) { return Root(begin, end); };
  }

  absl::StatusOr<int64_t> Size() const;
  absl::StatusOr<audit::Hash> Leaf(int64_t index) const;
  // Stores the roots of subtrees that have become complete.
  absl::Status StoreSubtrees(int64_t size) const;

 private:
  absl::StatusOr<std::vector<audit::Hash>> Leaves(int64_t begin, int64_t end) const;
  absl::StatusOr<std::vector<audit::Hash>> Subtrees(int level, int64_t begin, int64_t end) const;
  absl::Status StoreLevel(int level, int below, int64_t size) const;

  ConnectionPool& connections_;
  const std::string city_id_;
};

}  // namespace lianban::casework

#include "services/casework/audit/merkle_tree.h"

#include <bit>

#include "services/lib/check/check.h"
#include "services/lib/crypto/crypto.h"

namespace lianban::audit {
namespace {

absl::Status CollectInclusion(int64_t index, int64_t begin, int64_t end, const RangeHash& range,
                              std::vector<Hash>& path) {
  if (end - begin == 1) return absl::OkStatus();
  const int64_t middle = begin + SplitPoint(end - begin);
  const bool left = index < middle;
  const absl::Status status = left ? CollectInclusion(index, begin, middle, range, path)
                                   : CollectInclusion(index, middle, end, range, path);
  if (!status.ok()) return status;
  absl::StatusOr<Hash> sibling = left ? range(middle, end) : range(begin, middle);
  if (!sibling.ok()) return sibling.status();
  path.push_back(*std::move(sibling));
  return absl::OkStatus();
}

// SUBPROOF of RFC 9162 2.1.4.1; `whole` is its flag b: the first tree's root is known to the verifier.
absl::Status CollectConsistency(int64_t first, int64_t begin, int64_t end, bool whole, const RangeHash& range,
                                std::vector<Hash>& path) {
  if (first == end) {
    if (whole) return absl::OkStatus();
    absl::StatusOr<Hash> root = range(begin, end);
    if (!root.ok()) return root.status();
    path.push_back(*std::move(root));
    return absl::OkStatus();
  }
  const int64_t middle = begin + SplitPoint(end - begin);
  const bool left = first <= middle;
  const absl::Status status = left ? CollectConsistency(first, begin, middle, whole, range, path)
                                   : CollectConsistency(first, middle, end, false, range, path);
  if (!status.ok()) return status;
  absl::StatusOr<Hash> sibling = left ? range(middle, end) : range(begin, middle);
  if (!sibling.ok()) return sibling.status();
  path.push_back(*std::move(sibling));
  return absl::OkStatus();
}

}  // namespace

int64_t SplitPoint(int64_t n) {
  LIANBAN_CHECK(n > 1, "a list of {} leaves has no split", n);
  return static_cast<int64_t>(std::bit_floor(static_cast<uint64_t>(n - 1)));
}

Hash LeafHash(std::string_view entry) {
  std::string input(1, '\0');
  input += entry;
  return crypto::Sha256(input);
}

Hash NodeHash(const Hash& left, const Hash& right) {
  std::string input(1, '\1');
  input += left;
  input += right;
  return crypto::Sha256(input);
}

Hash EmptyRoot() { return crypto::Sha256(""); }

void GrowingTree::Append(Hash leaf) { AppendSubtree(1, std::move(leaf)); }

void GrowingTree::AppendSubtree(int64_t leaves, Hash root) {
  LIANBAN_CHECK(size_ % leaves == 0, "a subtree of {} leaves after {}", leaves, size_);
  size_ += leaves;
  Peak peak{leaves, std::move(root)};
  while (!peaks_.empty() && peaks_.back().leaves == peak.leaves) {
    peak = {peak.leaves * 2, NodeHash(peaks_.back().hash, peak.hash)};
    peaks_.pop_back();
  }
  peaks_.push_back(std::move(peak));
}

Hash GrowingTree::Root() const {
  if (peaks_.empty()) return EmptyRoot();
  Hash root = peaks_.back().hash;
  for (size_t i = peaks_.size() - 1; i-- > 0;) root = NodeHash(peaks_[i].hash, root);
  return root;
}

Hash RootOf(const std::vector<Hash>& leaves) {
  GrowingTree tree;
  for (const Hash& leaf : leaves) tree.Append(leaf);
  return tree.Root();
}

absl::StatusOr<std::vector<Hash>> InclusionPath(int64_t index, int64_t size, const RangeHash& range) {
  LIANBAN_CHECK(index >= 0 && index < size, "leaf {} of {}", index, size);
  std::vector<Hash> path;
  const absl::Status status = CollectInclusion(index, 0, size, range, path);
  if (!status.ok()) return status;
  return path;
}

absl::StatusOr<std::vector<Hash>> ConsistencyPath(int64_t first, int64_t second, const RangeHash& range) {
  LIANBAN_CHECK(first > 0 && first <= second, "sizes {} and {}", first, second);
  std::vector<Hash> path;
  const absl::Status status = CollectConsistency(first, 0, second, true, range, path);
  if (!status.ok()) return status;
  return path;
}

// RFC 9162 2.1.3.2.
bool VerifyInclusion(const Hash& leaf, int64_t index, int64_t size, const std::vector<Hash>& path, const Hash& root) {
  if (index < 0 || index >= size) return false;
  int64_t fn = index, sn = size - 1;
  Hash hash = leaf;
  for (const Hash& step : path) {
    if (sn == 0) return false;
    if ((fn & 1) != 0 || fn == sn) {
      hash = NodeHash(step, hash);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      hash = NodeHash(hash, step);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && hash == root;
}

// RFC 9162 2.1.4.2.
bool VerifyConsistency(int64_t first, int64_t second, const Hash& first_root, const Hash& second_root,
                       const std::vector<Hash>& path) {
  if (first <= 0 || first > second) return false;
  if (first == second) return path.empty() && first_root == second_root;
  std::vector<Hash> steps;
  if (std::has_single_bit(static_cast<uint64_t>(first))) steps.push_back(first_root);
  steps.insert(steps.end(), path.begin(), path.end());
  if (steps.empty()) return false;
  int64_t fn = first - 1, sn = second - 1;
  while ((fn & 1) != 0) {
    fn >>= 1;
    sn >>= 1;
  }
  Hash old_hash = steps[0], new_hash = steps[0];
  for (size_t i = 1; i < steps.size(); ++i) {
    if (sn == 0) return false;
    if ((fn & 1) != 0 || fn == sn) {
      old_hash = NodeHash(steps[i], old_hash);
      new_hash = NodeHash(steps[i], new_hash);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      new_hash = NodeHash(new_hash, steps[i]);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && old_hash == first_root && new_hash == second_root;
}

}  // namespace lianban::audit

#pragma once
// The Merkle tree of RFC 9162 section 2.1 over SHA-256: roots, inclusion and consistency proofs, and their verification.
// Pure: where the hashes lie is the caller's business.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace lianban::audit {

using Hash = std::string;  // 32 raw bytes

Hash LeafHash(std::string_view entry);              // SHA-256(0x00 || entry)
Hash NodeHash(const Hash& left, const Hash& right); // SHA-256(0x01 || left || right)
Hash EmptyRoot();                                   // SHA-256 of nothing

// Grows by leaf hashes and knows its root; remembers one hash per complete subtree, so log2(size) of them.
class GrowingTree {
 public:
  void Append(Hash leaf);
  // A complete subtree at once; `leaves` is a power of two that divides size().
  void AppendSubtree(int64_t leaves, Hash root);
  int64_t size() const { return size_; }
  Hash Root() const;

 private:
  struct Peak { int64_t leaves; Hash hash; };
  std::vector<Peak> peaks_;  // sizes fall from left to right
  int64_t size_ = 0;
};

// Root of the leaves [begin, end), end > begin. The proof functions ask only for ranges that are subtrees of the tree.
using RangeHash = std::function<absl::StatusOr<Hash>(int64_t begin, int64_t end)>;

// Root of a list of leaf hashes.
Hash RootOf(const std::vector<Hash>& leaves);

// PATH(index, D[size]); 0 <= index < size.
absl::StatusOr<std::vector<Hash>> InclusionPath(int64_t index, int64_t size, const RangeHash& range);
// PROOF(first, D[second]); 0 < first <= second. Empty when they are equal.
absl::StatusOr<std::vector<Hash>> ConsistencyPath(int64_t first, int64_t second, const RangeHash& range);

// Strict: a path that is too long, too short, or for other sizes is refused.
bool VerifyInclusion(const Hash& leaf, int64_t index, int64_t size, const std::vector<Hash>& path, const Hash& root);
bool VerifyConsistency(int64_t first, int64_t second, const Hash& first_root, const Hash& second_root,
                       const std::vector<Hash>& path);

// The largest power of two smaller than n (n > 1): where RFC 9162 splits a list of n leaves.
int64_t SplitPoint(int64_t n);

}  // namespace lianban::audit

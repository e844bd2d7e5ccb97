#include "services/casework/audit/merkle_tree.h"

#include <gtest/gtest.h>

#include "services/lib/crypto/crypto.h"

namespace lianban::audit {
namespace {

constexpr int kSizeMax = 130;

std::vector<Hash> Leaves(int count) {
  std::vector<Hash> leaves;
  for (int i = 0; i < count; ++i) leaves.push_back(LeafHash("entry " + std::to_string(i)));
  return leaves;
}

// The definition of RFC 9162 2.1.1 word for word; shares nothing with the code under test but SHA-256.
Hash NaiveRoot(const std::vector<Hash>& leaves, size_t begin, size_t end) {
  if (begin == end) return crypto::Sha256("");
  if (end - begin == 1) return leaves[begin];
  size_t k = 1;
  while (k * 2 < end - begin) k *= 2;
  return crypto::Sha256(std::string("\x01") + NaiveRoot(leaves, begin, begin + k) + NaiveRoot(leaves, begin + k, end));
}

// PATH(m, D_n) of 2.1.3.1.
std::vector<Hash> NaiveInclusion(const std::vector<Hash>& leaves, size_t m, size_t begin, size_t end) {
  if (end - begin == 1) return {};
  size_t k = 1;
  while (k * 2 < end - begin) k *= 2;
  std::vector<Hash> path;
  if (m < k) {
    path = NaiveInclusion(leaves, m, begin, begin + k);
    path.push_back(NaiveRoot(leaves, begin + k, end));
  } else {
    path = NaiveInclusion(leaves, m - k, begin + k, end);
    path.push_back(NaiveRoot(leaves, begin, begin + k));
  }
  return path;
}

RangeHash RangesOf(const std::vector<Hash>& leaves) {
  return [&leaves](int64_t begin, int64_t end) -> absl::StatusOr<Hash> {
    return RootOf({leaves.begin() + begin, leaves.begin() + end});
  };
}

TEST(MerkleTree, GivesTheRootsPublishedForCertificateTransparency) {
  // The eight-leaf reference tree used by Certificate Transparency implementations.
  const std::string inputs[] = {"", std::string(1, '\0'), "\x10", "\x20\x21", "\x30\x31", "\x40\x41\x42\x43",
                                "\x50\x51\x52\x53\x54\x55\x56\x57",
                                "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
  const char* roots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                         "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                         "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                         "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                         "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                         "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                         "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  GrowingTree tree;
  for (int i = 0; i < 8; ++i) {
    tree.Append(LeafHash(inputs[i]));
    EXPECT_EQ(crypto::Hex(tree.Root()), roots[i]) << i + 1 << " leaves";
  }
  EXPECT_EQ(crypto::Hex(EmptyRoot()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(MerkleTree, EveryInclusionProofIsTheDefinitionAndVerifies) {
  const auto leaves = Leaves(kSizeMax);
  for (int size = 1; size <= kSizeMax; ++size) {
    const Hash root = NaiveRoot(leaves, 0, size);
    for (int index = 0; index < size; ++index) {
      const auto path = InclusionPath(index, size, RangesOf(leaves));
      ASSERT_TRUE(path.ok());
      ASSERT_EQ(*path, NaiveInclusion(leaves, index, 0, size)) << index << " of " << size;
      ASSERT_TRUE(VerifyInclusion(leaves[index], index, size, *path, root)) << index << " of " << size;
    }
  }
}

TEST(MerkleTree, EveryConsistencyProofVerifiesAndNoOther) {
  const auto leaves = Leaves(kSizeMax);
  std::vector<Hash> roots = {EmptyRoot()};
  for (int size = 1; size <= kSizeMax; ++size) roots.push_back(NaiveRoot(leaves, 0, size));
  for (int second = 1; second <= kSizeMax; ++second) {
    for (int first = 1; first <= second; ++first) {
      const auto path = ConsistencyPath(first, second, RangesOf(leaves));
      ASSERT_TRUE(path.ok());
      ASSERT_TRUE(VerifyConsistency(first, second, roots[first], roots[second], *path)) << first << " in " << second;
      if (first < second) {
        ASSERT_FALSE(VerifyConsistency(first, second, roots[first - 1], roots[second], *path));
        ASSERT_FALSE(VerifyConsistency(first, second, roots[first], roots[second - 1], *path));
      }
    }
  }
}

TEST(MerkleTree, RefusesPathsThatAreTooLongOrTooShort) {
  const auto leaves = Leaves(kSizeMax);
  for (int size = 1; size <= 70; ++size) {
    const Hash root = NaiveRoot(leaves, 0, size);
    for (int index = 0; index < size; ++index) {
      auto path = *InclusionPath(index, size, RangesOf(leaves));
      path.push_back(leaves[0]);
      EXPECT_FALSE(VerifyInclusion(leaves[index], index, size, path, root));
      // The over-long path fits a root of its own making: still refused.
      EXPECT_FALSE(VerifyInclusion(leaves[index], index, size, path, NodeHash(root, leaves[0])));
      EXPECT_FALSE(VerifyInclusion(leaves[index], index, size, path, NodeHash(leaves[0], root)));
      path.pop_back();
      if (path.empty()) continue;
      path.pop_back();
      EXPECT_FALSE(VerifyInclusion(leaves[index], index, size, path, root));
    }
    for (int first = 1; first < size; ++first) {
      auto path = *ConsistencyPath(first, size, RangesOf(leaves));
      path.push_back(leaves[0]);
      EXPECT_FALSE(VerifyConsistency(first, size, NaiveRoot(leaves, 0, first), root, path));
      path.pop_back();
      path.pop_back();
      EXPECT_FALSE(VerifyConsistency(first, size, NaiveRoot(leaves, 0, first), root, path));
    }
  }
}

TEST(MerkleTree, RefusesImpossibleSizes) {
  const auto leaves = Leaves(4);
  const Hash root = NaiveRoot(leaves, 0, 4);
  EXPECT_FALSE(VerifyInclusion(leaves[0], -1, 4, {}, root));
  EXPECT_FALSE(VerifyInclusion(leaves[0], 4, 4, {}, root));
  EXPECT_FALSE(VerifyInclusion(leaves[0], 0, 0, {}, root));
  EXPECT_FALSE(VerifyConsistency(0, 4, EmptyRoot(), root, {}));
  EXPECT_FALSE(VerifyConsistency(5, 4, root, root, {}));
  EXPECT_FALSE(VerifyConsistency(4, 4, root, root, {leaves[0]}));
  EXPECT_TRUE(VerifyConsistency(4, 4, root, root, {}));
}

TEST(MerkleTree, GrowsBySubtreesAsByLeaves) {
  const auto leaves = Leaves(kSizeMax);
  for (int whole = 0; whole <= 64; whole += 16) {
    GrowingTree tree;
    for (int i = 0; i < whole; i += 16) tree.AppendSubtree(16, NaiveRoot(leaves, i, i + 16));
    for (int i = whole; i < kSizeMax; ++i) tree.Append(leaves[i]);
    EXPECT_EQ(tree.Root(), NaiveRoot(leaves, 0, kSizeMax));
  }
}

}  // namespace
}  // namespace lianban::audit

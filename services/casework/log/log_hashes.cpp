#include "services/casework/log/log_hashes.h"

#include "services/casework/store/array_param.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

constexpr int64_t kLeavesPerRead = 65'536;
constexpr int64_t kSubtreesPerWrite = 64;

std::vector<audit::Hash> HashesFrom(const postgres::Rows& rows) {
  std::vector<audit::Hash> hashes;
  hashes.reserve(rows.size());
  for (int row = 0; row < rows.size(); ++row) hashes.push_back(postgres::FromBytes(rows.Get(row, 0)));
  return hashes;
}

}  // namespace

absl::StatusOr<std::vector<audit::Hash>> LogHashes::Leaves(int64_t begin, int64_t end) const {
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections_.RunTx(city_id_, {{"leaf_hashes", {city_id_, std::to_string(begin), std::to_string(end)}}}));
  auto hashes = HashesFrom(*results[0]);
  if (static_cast<int64_t>(hashes.size()) != end - begin) return absl::DataLossError("the log has a hole");
  return hashes;
}

absl::StatusOr<std::vector<audit::Hash>> LogHashes::Subtrees(int level, int64_t begin, int64_t end) const {
  LIANBAN_ASSIGN_OR_RETURN(
      const Results results,
      connections_.RunTx(city_id_, {{"subtrees",
                                     {city_id_, std::to_string(level), std::to_string(begin), std::to_string(end)}}}));
  return HashesFrom(*results[0]);
}

absl::StatusOr<audit::Hash> LogHashes::Root(int64_t begin, int64_t end) const {
  audit::GrowingTree tree;
  int64_t position = begin;
  // From the largest stored subtrees down to single leaves; they are stored from the left without holes.
  for (const int level : {kSubtreeLevels[1], kSubtreeLevels[0]}) {
    const int64_t width = int64_t{1} << level;
    if (position % width != 0 || end - position < width) continue;
    LIANBAN_ASSIGN_OR_RETURN(const auto roots, Subtrees(level, position / width, end / width));
    for (const auto& root : roots) tree.AppendSubtree(width, root);
    position += static_cast<int64_t>(roots.size()) * width;
  }
  while (position < end) {
    const int64_t next = std::min(end, position + kLeavesPerRead);
    LIANBAN_ASSIGN_OR_RETURN(const auto leaves, Leaves(position, next));
    for (const auto& leaf : leaves) tree.Append(leaf);
    position = next;
  }
  return tree.Root();
}

absl::StatusOr<int64_t> LogHashes::Size() const {
  LIANBAN_ASSIGN_OR_RETURN(const Results results, connections_.RunTx(city_id_, {{"log_size", {city_id_}}}));
  return results[0]->size() == 0 ? 0 : results[0]->GetInt(0, 0);
}

absl::StatusOr<audit::Hash> LogHashes::Leaf(int64_t index) const {
  LIANBAN_ASSIGN_OR_RETURN(const auto leaves, Leaves(index, index + 1));
  return leaves[0];
}

absl::Status LogHashes::StoreSubtrees(int64_t size) const {
  LIANBAN_RETURN_IF_ERROR(StoreLevel(kSubtreeLevels[0], 0, size));
  return StoreLevel(kSubtreeLevels[1], kSubtreeLevels[0], size);
}

absl::Status LogHashes::StoreLevel(int level, int below, int64_t size) const {
  const int64_t complete = size >> level;
  LIANBAN_ASSIGN_OR_RETURN(const Results known,
                           connections_.RunTx(city_id_, {{"subtree_count", {city_id_, std::to_string(level)}}}));
  for (int64_t position = known[0]->GetInt(0, 0); position < complete;) {
    ArrayParam levels, positions, hashes;
    const int64_t stop = std::min(complete, position + kSubtreesPerWrite);
    for (; position < stop; ++position) {
      const int64_t begin = position << (level - below), end = (position + 1) << (level - below);
      LIANBAN_ASSIGN_OR_RETURN(const auto parts, below == 0 ? Leaves(begin, end) : Subtrees(below, begin, end));
      levels.AddInt(level);
      positions.AddInt(position);
      hashes.AddBytes(audit::RootOf(parts));
    }
    LIANBAN_RETURN_IF_ERROR(
        connections_
            .RunTx(city_id_, {{"insert_subtrees", {city_id_, levels.TakeArray(), positions.TakeArray(), hashes.TakeArray()}}})
            .status());
  }
  return absl::OkStatus();
}

}  // namespace lianban::casework

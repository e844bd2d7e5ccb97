#include "services/casework/log/prove_log.h"

#include "services/casework/command/command_answer.h"
#include "services/casework/store/array_param.h"
#include "services/lib/errors/error.h"

namespace lianban::casework {
namespace {

absl::Status SizeInvalid(int64_t size) { return Error("TREE_SIZE_INVALID", {{"size", std::to_string(size)}}); }

v1::Checkpoint CheckpointFrom(const std::string& city_id, const postgres::Rows& rows) {
  v1::Checkpoint out;
  out.set_city_id(city_id);
  out.set_tree_size(rows.GetInt(0, 0));
  out.set_root_hash(postgres::FromBytes(rows.Get(0, 1)));
  SetTime(TimeFromText(rows.Get(0, 2)), out.mutable_time());
  out.set_algorithm(rows.GetString(0, 3));
  out.set_key_id(rows.GetString(0, 4));
  out.set_signature(postgres::FromBytes(rows.Get(0, 5)));
  out.set_text(rows.GetString(0, 6));
  return out;
}

}  // namespace

absl::StatusOr<v1::Checkpoint> LogProver::GetCheckpoint(const rpc::Context& caller,
                                                        const v1::GetCheckpointRequest& request) {
  const std::string& city_id = caller.city_id();
  const auto find = [&]() -> absl::StatusOr<Results> {
    if (request.tree_size() == 0) return connections_.RunTx(city_id, {{"newest_checkpoint", {city_id}}});
    return connections_.RunTx(city_id, {{"get_checkpoint", {city_id, std::to_string(request.tree_size())}}});
  };
  LIANBAN_ASSIGN_OR_RETURN(Results results, find());
  if (results[0]->size() == 0 && request.tree_size() == 0) {
    LIANBAN_RETURN_IF_ERROR(checkpointer_.Sign(city_id).status());
    LIANBAN_ASSIGN_OR_RETURN(results, find());
  }
  if (results[0]->size() == 0) return SizeInvalid(request.tree_size());
  return CheckpointFrom(city_id, *results[0]);
}

absl::StatusOr<v1::InclusionProof> LogProver::ProveInclusion(const rpc::Context& caller,
                                                             const v1::ProveInclusionRequest& request) {
  const LogHashes hashes(connections_, caller.city_id());
  LIANBAN_ASSIGN_OR_RETURN(const int64_t size, hashes.Size());
  int64_t tree_size = request.tree_size();
  if (tree_size == 0) {
    LIANBAN_ASSIGN_OR_RETURN(const v1::Checkpoint newest, GetCheckpoint(caller, {}));
    tree_size = newest.tree_size();
  }
  if (tree_size < 1 || tree_size > size || request.log_index() < 1 || request.log_index() > tree_size) {
    return SizeInvalid(size);
  }
  const int64_t leaf = request.log_index() - 1;
  v1::InclusionProof proof;
  proof.set_log_index(request.log_index());
  proof.set_tree_size(tree_size);
  LIANBAN_ASSIGN_OR_RETURN(*proof.mutable_leaf_hash(), hashes.Leaf(leaf));
  LIANBAN_ASSIGN_OR_RETURN(const auto path, audit::InclusionPath(leaf, tree_size, hashes.Ranges()));
  for (const auto& hash : path) proof.add_path(hash);
  return proof;
}

absl::StatusOr<v1::ConsistencyProof> LogProver::ProveConsistency(const rpc::Context& caller,
                                                                 const v1::ProveConsistencyRequest& request) {
  const LogHashes hashes(connections_, caller.city_id());
  LIANBAN_ASSIGN_OR_RETURN(const int64_t size, hashes.Size());
  if (request.first_size() < 1 || request.first_size() > request.second_size() || request.second_size() > size) {
    return SizeInvalid(size);
  }
  v1::ConsistencyProof proof;
  proof.set_first_size(request.first_size());
  proof.set_second_size(request.second_size());
  LIANBAN_ASSIGN_OR_RETURN(const auto path,
                           audit::ConsistencyPath(request.first_size(), request.second_size(), hashes.Ranges()));
  for (const auto& hash : path) proof.add_path(hash);
  return proof;
}

}  // namespace lianban::casework

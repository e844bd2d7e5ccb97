#pragma once
// Checkpoints and proofs over the city's log (RFC 9162). Hashes only, so everyone of the city may ask.

#include "absl/status/statusor.h"
#include "lianban/casework/v1/casework.pb.h"
#include "services/casework/log/checkpointer.h"
#include "services/casework/store/connection_pool.h"
#include "services/lib/rpc/context.h"

namespace lianban::casework {

class LogProver {
 public:
  LogProver(ConnectionPool& connections, Checkpointer& checkpointer)
      : connections_(connections), checkpointer_(checkpointer) {}

  // Signs one when there is none yet. Errors: TREE_SIZE_INVALID (no checkpoint of this size, or an empty log).
  absl::StatusOr<v1::Checkpoint> GetCheckpoint(const rpc::Context& caller, const v1::GetCheckpointRequest& request);
  absl::StatusOr<v1::InclusionProof> ProveInclusion(const rpc::Context& caller,
                                                    const v1::ProveInclusionRequest& request);
  absl::StatusOr<v1::ConsistencyProof> ProveConsistency(const rpc::Context& caller,
                                                        const v1::ProveConsistencyRequest& request);

 private:
  ConnectionPool& connections_;
  Checkpointer& checkpointer_;
};

}  // namespace lianban::casework

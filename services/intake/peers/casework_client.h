#pragma once
// Calls to casework, each with the caller it is made for.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lianban/casework/v1/casework.grpc.pb.h"
#include "services/lib/rpc/channels.h"
#include "services/lib/rpc/context.h"

namespace lianban::intake {

class CaseworkClient {
 public:
  CaseworkClient(rpc::Channels& channels, const rpc::ContextSigner& signer) : channels_(channels), signer_(signer) {}

  absl::StatusOr<casework::v1::CommandResponse> Start(const rpc::Context& caller,
                                                      const casework::v1::StartCaseRequest& request);
  absl::StatusOr<casework::v1::CommandResponse> Act(const rpc::Context& caller,
                                                    const casework::v1::ActOnCaseRequest& request);
  // As the platform sees it; nullopt when there is none.
  absl::StatusOr<std::optional<casework::v1::Case>> Get(const std::string& city_id, const std::string& case_id);
  absl::StatusOr<std::vector<casework::v1::Case>> Children(const std::string& city_id, const std::string& case_id);

  std::unique_ptr<casework::v1::Casework::Stub> Stub() {
    return casework::v1::Casework::NewStub(channels_.To("casework"));
  }
  const rpc::ContextSigner& signer() const { return signer_; }

 private:
  rpc::Channels& channels_;
  const rpc::ContextSigner& signer_;
};

// Whether the same call may succeed later (unreachable, busy, unknown outcome), as opposed to a refusal.
bool IsTransient(const absl::Status& status);

}  // namespace lianban::intake

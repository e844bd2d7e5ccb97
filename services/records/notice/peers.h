#pragma once
// What records asks of casework and identity.

#include <map>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "lianban/casework/v1/casework.pb.h"
#include "lianban/casework/v1/connectors.pb.h"
#include "lianban/identity/v1/identity.pb.h"
#include "services/lib/rpc/channels.h"
#include "services/lib/rpc/context.h"

namespace lianban::records {

class Peers {
 public:
  Peers(rpc::Channels& channels, const rpc::ContextSigner& signer) : channels_(channels), signer_(signer) {}

  // As `caller` may see it; NOT_FOUND otherwise.
  absl::StatusOr<casework::v1::Case> GetCase(const rpc::Context& caller, const std::string& case_id);
  absl::StatusOr<casework::v1::ListEffectsResponse> EffectsOf(const rpc::Context& caller, const std::string& case_id);
  // An unknown unit has its id for a name.
  absl::StatusOr<identity::v1::Unit> GetUnit(const std::string& city_id, const std::string& unit_id);

  rpc::Channels& channels() { return channels_; }
  const rpc::ContextSigner& signer() const { return signer_; }

 private:
  struct Units {
    std::string etag;
    std::map<std::string, identity::v1::Unit> by_id;
  };
  absl::Status Refresh(const std::string& city_id, Units& units);

  rpc::Channels& channels_;
  const rpc::ContextSigner& signer_;
  std::mutex mutex_;
  std::map<std::string, Units> units_;  // by city
};

}  // namespace lianban::records

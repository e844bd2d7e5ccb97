#include "tests/chaos/door.h"

#include <atomic>

#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::chaos {

Door::Door(std::string address, const crypto::Keys& keys)
    : address_(std::move(address)),
      audit_key_(crypto::SigningKeyFromSeed(keys.audit_seed).public_key),
      signer_(keys.context) {}

absl::StatusOr<std::unique_ptr<Door>> Door::Open(std::string address, const std::string& data_folder) {
  LIANBAN_ASSIGN_OR_RETURN(const crypto::Keys keys, crypto::LoadKeys(data_folder + "/keys"));
  return std::unique_ptr<Door>(new Door(std::move(address), keys));
}

std::shared_ptr<grpc::Channel> Door::Connect() const {
  static std::atomic<int> number = 0;
  grpc::ChannelArguments arguments;
  arguments.SetInt("lianban.chaos.channel", ++number);  // otherwise equal channels share a connection
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 300);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(address_, grpc::InsecureChannelCredentials(), arguments);
}

void Door::Prepare(grpc::ClientContext& call, const std::string& user, const std::vector<std::string>& roles,
                   absl::Duration timeout) const {
  rpc::Context context;
  context.set_city_id(kCity);
  context.set_user_id(user);
  context.set_user_name(user);
  context.set_unit_id(kUnit);
  context.set_area_code(kArea);
  context.set_actor_class(identity::v1::ACTOR_CLASS_PERSON);
  for (const std::string& role : roles) {
    auto* desk = context.add_desks();
    desk->set_unit_id(kUnit);
    desk->set_role(role);
  }
  const int64_t now = absl::ToUnixSeconds(absl::Now());
  context.mutable_issue_time()->set_seconds(now);
  context.mutable_expire_time()->set_seconds(now + 60);
  call.AddMetadata(rpc::kContextKey, signer_.Sign(context));
  call.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
}

}  // namespace lianban::chaos

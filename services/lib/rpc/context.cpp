#include "services/lib/rpc/context.h"

#include "google/protobuf/util/time_util.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"

namespace lianban::rpc {
namespace {

constexpr char kAlgorithm[] = "HMAC-SHA256";
constexpr absl::Duration kLifetime = absl::Seconds(60);
constexpr absl::Duration kClockSkew = absl::Seconds(5);  // between the hosts of one deployment

absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

}  // namespace

ContextSigner::ContextSigner(std::string key, std::string key_id) : key_(std::move(key)), key_id_(std::move(key_id)) {}

std::string ContextSigner::Sign(const Context& context) const {
  identity::v1::SignedContext envelope;
  envelope.set_context(context.SerializeAsString());
  envelope.set_algorithm(kAlgorithm);
  envelope.set_key_id(key_id_);
  envelope.set_signature(crypto::HmacSha256(key_, envelope.context()));
  return envelope.SerializeAsString();
}

absl::StatusOr<Context> ContextSigner::Verify(std::string_view signed_context, absl::Time now) const {
  identity::v1::SignedContext envelope;
  if (!envelope.ParseFromArray(signed_context.data(), static_cast<int>(signed_context.size())) ||
      envelope.algorithm() != kAlgorithm || envelope.key_id() != key_id_ ||
      !crypto::EqualConstantTime(envelope.signature(), crypto::HmacSha256(key_, envelope.context()))) {
    return Error("UNAUTHENTICATED");
  }
  Context context;
  if (!context.ParseFromString(envelope.context()) || context.city_id().empty()) return Error("UNAUTHENTICATED");
  const absl::Time issued = TimeOf(context.issue_time()), expires = TimeOf(context.expire_time());
  if (issued > now + kClockSkew || expires - issued > kLifetime || expires <= now) return Error("UNAUTHENTICATED");
  return context;
}

Context SystemContext(std::string_view city_id, absl::Time now) {
  Context context;
  context.set_city_id(std::string(city_id));
  context.set_user_id("system");
  context.set_user_name("系统");
  context.set_actor_class(identity::v1::ACTOR_CLASS_SYSTEM);
  context.set_locale("zh-CN");
  *context.mutable_issue_time() = TimestampOf(now);
  *context.mutable_expire_time() = TimestampOf(now + kLifetime);
  return context;
}

}  // namespace lianban::rpc

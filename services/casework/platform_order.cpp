#include "services/casework/platform_order.h"

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "services/lib/crypto/crypto.h"

namespace lianban::casework {
namespace {
constexpr absl::Duration kPatience = absl::Seconds(20);
}

std::string DerivedUuid(std::string_view purpose, std::string_view case_id, int64_t number) {
  std::string hash = crypto::Sha256(fmt::format("{}\n{}\n{}", purpose, case_id, number)).substr(0, 16);
  hash[6] = static_cast<char>((hash[6] & 0x0f) | 0x80);
  hash[8] = static_cast<char>((hash[8] & 0x3f) | 0x80);
  const std::string hex = crypto::Hex(hash);
  return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4), hex.substr(16, 4),
                     hex.substr(20));
}

OrderPtr PlatformOrder(const std::string& city_id, std::string request_id, std::string case_id,
                       workflow::Command command) {
  auto order = std::make_unique<Order>();
  order->caller = rpc::SystemContext(city_id, absl::Now());
  order->digest = crypto::Sha256(request_id).substr(0, 16);
  order->request_id = std::move(request_id);
  order->case_id = std::move(case_id);
  order->command = std::move(command);
  order->command.actor = {workflow::ActorClass::kSystem, "", "", {}};
  order->deadline = absl::Now() + kPatience;
  return order;
}

}  // namespace lianban::casework

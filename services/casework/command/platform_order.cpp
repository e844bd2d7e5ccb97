#include "services/casework/command/platform_order.h"

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/crypto/derived_uuid.h"

namespace lianban::casework {
namespace {
constexpr absl::Duration kPatience = absl::Seconds(20);
}

std::string DerivedUuid(std::string_view purpose, std::string_view case_id, int64_t number) {
  return crypto::DerivedUuid(fmt::format("{}\n{}\n{}", purpose, case_id, number));
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

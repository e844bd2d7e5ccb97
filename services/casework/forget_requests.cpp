#include "services/casework/forget_requests.h"

#include "absl/time/clock.h"
#include "services/casework/store/array_param.h"
#include "services/casework/store/city_list.h"
#include "spdlog/spdlog.h"

namespace lianban::casework {
namespace {

constexpr absl::Duration kKeep = absl::Hours(72);
constexpr absl::Duration kForgetEvery = absl::Minutes(10);

}  // namespace

void RequestForgetter::Start() { loop_.Start(kForgetEvery); }

absl::Duration RequestForgetter::Round() {
  ForgetBefore(absl::Now() - kKeep);
  return kForgetEvery;
}

void RequestForgetter::ForgetBefore(absl::Time time) {
  for (const std::string& city_id : ListCities(connections_)) {
    const auto results = connections_.RunTx(city_id, {{"forget_requests", {city_id, TimeText(time)}}});
    if (!results.ok()) spdlog::warn("old requests of {} are kept: {}", city_id, results.status().ToString());
  }
}

}  // namespace lianban::casework

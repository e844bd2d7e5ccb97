#include "services/identity/forget_requests.h"

#include "absl/time/clock.h"
#include "services/identity/command_context.h"
#include "spdlog/spdlog.h"

namespace lianban::identity {
namespace {

constexpr absl::Duration kKeep = absl::Hours(72);
constexpr absl::Duration kEvery = absl::Minutes(10);

}  // namespace

void RequestForgetter::Start() { loop_.Start(kEvery); }

absl::Duration RequestForgetter::Round() {
  ForgetBefore(absl::Now() - kKeep);
  return kEvery;
}

void RequestForgetter::ForgetBefore(absl::Time time) {
  const auto cities = database_.Read("*", "journal_cities", {});  // every change of a city leaves a record
  if (!cities.ok()) return;
  for (int row = 0; row < (*cities)->size(); ++row) {
    const std::string city = (*cities)->GetString(row, 0);
    const absl::Status forgotten = database_.RunTx(
        city, [&](postgres::Transaction& tx) { return tx.Query("forget_requests", {city, Timestamp(time)}).status(); });
    if (!forgotten.ok()) spdlog::warn("identity: old requests of {} are kept: {}", city, forgotten.ToString());
  }
}

}  // namespace lianban::identity

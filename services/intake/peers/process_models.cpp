#include "services/intake/peers/process_models.h"

#include "absl/time/clock.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/client.h"
#include "services/lib/rpc/status.h"
#include "services/workflow/engine/runner.h"

namespace lianban::intake {
namespace {

constexpr absl::Duration kInForceFor = absl::Seconds(5);

}  // namespace

absl::StatusOr<std::shared_ptr<const workflow::Model>> ProcessModels::Get(const std::string& city_id,
                                                                          const std::string& process) {
  Entry last;
  {
    std::lock_guard lock(mutex_);
    auto at = entries_.find({city_id, process});
    if (at != entries_.end()) last = at->second;
  }
  if (last.model != nullptr && absl::Now() - last.time < kInForceFor) return last.model;
  auto stub = catalog::v1::Catalog::NewStub(channels_.To("catalog"));
  grpc::ClientContext call;
  rpc::PrepareCall(call, signer_, rpc::SystemContext(city_id, absl::Now()));
  catalog::v1::GetReleaseRequest request;
  request.set_process(process);
  catalog::v1::Release release;
  LIANBAN_RETURN_IF_ERROR(rpc::FromGrpc(stub->GetRelease(&call, request, &release)));
  if (last.model == nullptr || last.model->hash != release.hash()) {
    auto bundle = std::make_shared<workflow::ScriptBundle>();
    bundle->main = release.bundle().main();
    for (const auto& [path, text] : release.bundle().files()) bundle->files[path] = text;
    LIANBAN_ASSIGN_OR_RETURN(last.model, workflow::LoadProcess(scripts_, std::move(bundle), nullptr));
  }
  last.time = absl::Now();
  std::lock_guard lock(mutex_);
  return (entries_[{city_id, process}] = last).model;
}

absl::Status ProcessModels::Check(const std::string& city_id, const CitySnapshot& snapshot, const Filing& filing,
                                  absl::Time now) {
  workflow::RunItem item;
  LIANBAN_ASSIGN_OR_RETURN(item.model, Get(city_id, filing.process));
  item.environment = std::make_shared<workflow::Environment>(snapshot.environment);
  workflow::Command command;
  command.kind = workflow::CommandKind::kStart;
  command.actor.kind = workflow::ActorClass::kService;
  command.data = {
      {"form", filing.form}, {"materials", filing.materials}, {"unit", filing.unit_id}, {"area", filing.area_code}};
  item.command = &command;
  item.now = now;
  auto results = workflow::RunCommands(scripts_, {&item, 1});
  if (auto* refusal = std::get_if<workflow::Refusal>(&results.at(0))) return refusal->status;
  return absl::OkStatus();
}

}  // namespace lianban::intake
